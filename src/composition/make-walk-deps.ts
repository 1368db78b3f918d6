import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { keyIdOf } from "../credits/key-id.ts";
import { makePermits } from "../runs/walk/permits.ts";
import { NO_OBSERVER } from "../runs/walk/purchase-observer.ts";
import { makeWalkStore } from "../runs/walk/store/make-walk-store.ts";
import type { WalkDeps } from "../runs/walk/walk-slice.ts";
import type { App } from "./open-app.ts";
import { openSpool } from "./open-spool.ts";
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

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  // The wait rejects only if the signal fires, and then it is over.
  await delay(ms, undefined, { signal }).catch(() => {});
}

function every(ms: number, work: () => Promise<void>): () => void {
  // A renewal that fails is repeated at the next interval; the lease outlives two failures.
  const timer = setInterval(() => void work().catch(() => {}), ms);
  return () => clearInterval(timer);
}
