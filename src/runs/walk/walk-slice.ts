import { makeDeferred } from "../../values/deferred.ts";
import { LeaseLost, PageOutOfOrder, StoreUnavailable } from "../../values/errors.ts";
import type { StopReason } from "../stop-reason.ts";
import { drainAndTell } from "./answer-spool.ts";
import { applyPaidPage, applyRecordedPages } from "./apply-recorded-pages.ts";
import {
  type BuyingDeps,
  type BuyingSignals,
  type BuyPageResult,
  buyPage,
  type LeasedWalk,
} from "./buy-page.ts";
import { outcomeOf } from "./page-outcome.ts";
import type { AcquirePermit } from "./permits.ts";
import { beginTimeSlice, type TimeSlice, type TimeSliceDeps } from "./time-slice.ts";
import type { WalkQueue } from "./walk-queue.ts";
import type { Lease, TakeLeaseResult } from "./walk-store.ts";

export interface WalkDeps extends BuyingDeps {
  readonly walkQueue: WalkQueue;
  /** Calls `work` every so many milliseconds; gives the way to stop it. */
  every(ms: number, work: () => Promise<void>): () => void;
  /** Lets so many walks of this process buy at once. */
  readonly acquirePermit: AcquirePermit;
}

const RENEWAL_MS = 10_000;
/** A wait for other calls: long enough to be cheap, short beside a request. */
const PAUSE_MS = 150;
/** A wait for another run, which rings when it has done. */
const JOINED_MS = 1_000;

/** When to ring for the walk again, in milliseconds; null: it has ended. */
type RequeueDelay = number | null;

/**
 * Does one slice of a walk: takes its lease, applies what is bought already, buys for one turn, and rings for the next
 * slice. Does nothing where the walk has ended or somebody else is at it.
 * @param releaseSlot is called where another walk may get ready to buy in place of this one
 */
export async function walkSlice(
  deps: WalkDeps,
  signals: BuyingSignals,
  walkId: number,
  releaseSlot: () => void = () => {},
): Promise<void> {
  const taken = await deps.store.acquireLease(walkId);
  if (taken.kind !== "taken") return;
  const { lease, queueName } = taken;
  const stopRenewing = deps.every(RENEWAL_MS, async () => {
    await deps.store.renewLease(lease);
  });
  try {
    const { acquirePermit, walkQueue } = deps;
    const timeSlice = {
      acquirePermit,
      hasWaitingJobs: () => walkQueue.hasWaitingJobs(queueName),
      releaseSlot,
    };
    const requeueDelay = await doSlice(deps, signals, taken, timeSlice).catch(inOrder);
    stopRenewing();
    const walkJob = requeueDelay === null ? null : await deps.store.releaseLease(lease);
    if (walkJob !== null && !signals.stopping.aborted)
      await deps.walkQueue.enqueue(walkJob, requeueDelay ?? 0);
  } catch (error) {
    if (error instanceof LeaseLost) return;
    // Whoever rings next need not wait until the lease has run out; where this fails too, they do.
    await deps.store.releaseLease(lease).catch(() => null);
    throw error;
  } finally {
    stopRenewing();
  }
}

/** The next slice applies what is recorded in its order. */
function inOrder(error: unknown): RequeueDelay {
  if (error instanceof PageOutOfOrder) return 0;
  throw error;
}

async function doSlice(
  deps: WalkDeps,
  signals: BuyingSignals,
  { lease, isWalking }: Extract<TakeLeaseResult, { kind: "taken" }>,
  timeSlice: TimeSliceDeps,
): Promise<RequeueDelay> {
  if (signals.stopping.aborted) return 0;
  await drainAndTell(deps);
  const [begun, search, unapplied] = await Promise.all([
    isWalking ? { kind: "walking" as const } : deps.store.beginWalk(lease),
    deps.store.searchOf(lease),
    deps.store.unappliedCalls(lease),
  ]);
  if (begun.kind === "joined") return JOINED_MS;
  const walk = { lease, search };
  const refused = await applyRecordedPages(deps, walk, unapplied);
  if (refused !== null) return finish(deps, lease, "store_refused", refused.message);
  if (begun.kind === "nothing") return finish(deps, lease, begun.reason, begun.note, begun.fresh);
  return buyForTimeSlice(deps, signals, walk, timeSlice);
}

async function buyForTimeSlice(
  deps: WalkDeps,
  signals: BuyingSignals,
  walk: LeasedWalk,
  around: TimeSliceDeps,
): Promise<RequeueDelay> {
  const timeSlice = await beginTimeSlice(around);
  try {
    let bought = await buyPage(deps, signals, walk, null, timeSlice);
    while (bought.kind === "page") bought = await storeAndBuy(deps, signals, walk, timeSlice, bought);
    if (bought.kind === "stop") return await finish(deps, walk.lease, bought.reason, bought.note);
    return bought.kind === "wait" ? PAUSE_MS : 0;
  } finally {
    timeSlice.end();
  }
}

/**
 * Stores a page while the next is under way, unless something on the former could end the walk or the turn is over. The
 * request goes first, because it is what everybody waits for.
 */
async function storeAndBuy(
  deps: WalkDeps,
  signals: BuyingSignals,
  walk: LeasedWalk,
  timeSlice: TimeSlice,
  { callId, number, page, recording }: Extract<BuyPageResult, { kind: "page" }>,
): Promise<BuyPageResult> {
  const asked = makeDeferred();
  const onRequested = () => {
    timeSlice.onRequested();
    asked.resolve();
  };
  const isOver = await timeSlice.isOver();
  const unapplied = { ...outcomeOf({ page: number, largestOther: null }, page, null), callId };
  const buying = isOver ? null : buyPage(deps, signals, walk, unapplied, { ...timeSlice, onRequested });
  const storing = Promise.race([buying, asked.promise])
    .catch(() => {})
    .then(() => recording)
    .then(() => applyPaidPage(deps.store, walk, callId, page));
  const [stored, next] = await Promise.allSettled([storing, buying]);
  if (stored.status === "rejected") throw stored.reason;
  if (stored.value !== null) return { kind: "stop", reason: "store_refused", note: stored.value.message };
  // The database was away for a moment, and is back. The next time slice reads where the walk stands.
  if (next.status === "rejected" && next.reason instanceof StoreUnavailable) return { kind: "interrupted" };
  if (next.status === "rejected") throw next.reason;
  if (next.value === null) return { kind: "interrupted" };
  return next.value.kind === "undecided" ? buyPage(deps, signals, walk, null, timeSlice) : next.value;
}

async function finish(
  { store, walkQueue, observer: watch }: WalkDeps,
  lease: Lease,
  reason: StopReason,
  note: string | null,
  fresh = false,
): Promise<RequeueDelay> {
  const walkJobs = await store.finishWalk(lease, { reason, note, fresh });
  if (walkJobs === null) return 0;
  watch.walkEnded({ walkId: lease.walkId, reason });
  for (const walkJob of walkJobs) await walkQueue.enqueue(walkJob);
  return null;
}
