import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { keyIdOf } from "../credits/key-id.ts";
import { bindOperations } from "../database/bind-operations.ts";
import { readPage } from "../leonar/read-page.ts";
import type { DetailFlags } from "../people/merge.ts";
import type { SearchPage } from "../people/search-page.ts";
import { applyPagesOfWalk } from "../runs/walk/apply-recorded-pages.ts";
import { makePermits } from "../runs/walk/permits.ts";
import { NO_OBSERVER } from "../runs/walk/purchase-observer.ts";
import { applyPage, toRecordedPage } from "../runs/walk/store/apply-page.ts";
import { finishWalk, releaseLease } from "../runs/walk/store/finish-walk.ts";
import { makeWalkStore } from "../runs/walk/store/make-walk-store.ts";
import { readBody, readSearch, readUnappliedCalls } from "../runs/walk/store/read-walk.ts";
import { acquireLease } from "../runs/walk/store/take-lease.ts";
import type { WalkDeps } from "../runs/walk/walk-slice.ts";
import type { Lease } from "../runs/walk/walk-store.ts";
import type { App } from "./open-app.ts";
import { openJournal, openSpool } from "./open-spool.ts";
import { makeProfileSearch, requireKey } from "./paid-api.ts";
import { isProcessDead, processName } from "./process-name.ts";
import { loadSuppressionSecret } from "./suppression-secret.ts";

/** Returns everything that a walk needs, but the queue. @throws KeyMissing */
export async function makeWalkDeps(app: App): Promise<Omit<WalkDeps, "walkQueue">> {
  const { config, store } = app;
  const secret = await loadSuppressionSecret(app);
  const limits = {
    keyId: keyIdOf(requireKey(config)),
    pageCredits: config.pageCredits,
    minBalance: config.minCreditBalance,
    dailyLimit: config.dailyCreditLimit,
    monthlyLimit: config.monthlyCreditLimit,
    timeZone: config.limitsTimeZone,
  };
  return {
    spool: await openSpool(app),
    journal: await openJournal(app),
    newAttempt: randomUUID,
    store: makeWalkStore(store.db, limits, secret, { name: processName(), isProcessDead }),
    search: makeProfileSearch(config),
    acquirePermit: makePermits(config.walkConcurrency),
    observer: NO_OBSERVER,
    sleep,
    now: () => performance.now(),
    every,
  };
}

/**
 * Applies the pages of a run that were recorded by a process which ended before it applied them. Buys nothing; an API key is
 * not needed.
 * @returns how many walks had such a page
 * @throws UsageError for a wrong pepper, if there is such a page
 */
export async function applyRecorded(app: App, runId: number): Promise<number> {
  const walkIds = await app.runs.unappliedWalks(runId);
  if (walkIds.length === 0) return 0;
  const { db } = app.store;
  const secret = await loadSuppressionSecret(app);
  const holder = { name: processName(), isProcessDead };
  const store = {
    ...bindOperations(db, {
      searchOf: readSearch,
      unappliedCalls: readUnappliedCalls,
      bodyOf: readBody,
      finishWalk,
      releaseLease,
    }),
    acquireLease: (walkId: number) => acquireLease(db, holder, walkId),
    applyPage: (lease: Lease, callId: number, page: SearchPage, detail: DetailFlags) =>
      applyPage({ db, secret }, toRecordedPage(lease, callId, page, detail)),
  };
  for (const walkId of walkIds) await applyPagesOfWalk({ store, search: { readPage } }, walkId);
  return walkIds.length;
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  // The wait rejects only if the signal fires, and then it is over.
  await delay(ms, undefined, { signal }).catch(() => {});
}

function every(ms: number, work: () => Promise<void>): () => void {
  // A renewal that fails is repeated at the next interval; the lease outlives two failures.
  const timer = setInterval(() => void work().catch(() => {}), ms);
  return () => clearInterval(timer);
}
