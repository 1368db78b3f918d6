import { LeaseLost, StoreRefused, StoreUnavailable } from "../domain/errors.ts";
import { detailOf } from "../domain/merge.ts";
import type { SearchPage } from "../domain/page.ts";
import { outcomeOf } from "../domain/page-outcome.ts";
import type { StopReason } from "../domain/stop-reason.ts";
import { drainSpool } from "./answer-spool.ts";
import { type BuyingPorts, type BuyingSignals, buyPage, type Walk } from "./buy-page.ts";
import type { Doorbell, Lease, WalkStore } from "./ports.ts";

export interface WalkPorts extends BuyingPorts {
  readonly doorbell: Doorbell;
  /** Calls `work` every so many milliseconds; gives the way to stop it. */
  every(ms: number, work: () => Promise<void>): () => void;
}

/** Pages that a walk buys before it goes to the back of the queue. */
const SLICE_PAGES = 4;
const RENEWAL_MS = 10_000;
/** A wait for other calls or another run: long enough to be cheap, short beside the request waited for. */
const PAUSE_MS = 300;

/** When to ring for the walk again, in milliseconds; null: it has ended. */
type Rest = number | null;

/**
 * Does one slice of a walk: takes its lease, applies what is bought already, buys at most four pages, and rings for the
 * next slice. Does nothing where the walk has ended or somebody else is at it.
 */
export async function walkSlice(ports: WalkPorts, signals: BuyingSignals, walkId: number): Promise<void> {
  const taken = await ports.store.takeWalk(walkId);
  if (taken.kind !== "taken") return;
  const { lease } = taken;
  const stopRenewing = ports.every(RENEWAL_MS, async () => {
    await ports.store.renewLease(lease);
  });
  try {
    const rest = await doSlice(ports, signals, lease);
    stopRenewing();
    const ring = rest === null ? null : await ports.store.giveWalkBack(lease);
    if (ring !== null && !signals.stopping.aborted) await ports.doorbell.ring(ring, rest ?? 0);
  } catch (error) {
    if (error instanceof LeaseLost) return;
    // Whoever rings next need not wait until the lease has run out; where this fails too, they do.
    await ports.store.giveWalkBack(lease).catch(() => null);
    throw error;
  } finally {
    stopRenewing();
  }
}

async function doSlice(ports: WalkPorts, signals: BuyingSignals, lease: Lease): Promise<Rest> {
  if (signals.stopping.aborted) return 0;
  await drainSpool(ports.spool, ports.store, ports.search);
  const begun = await ports.store.beginWalk(lease);
  if (begun.kind === "joined") return PAUSE_MS;
  const [search, unapplied] = await Promise.all([
    ports.store.searchOf(lease),
    ports.store.unappliedCalls(lease),
  ]);
  const walk = { lease, search };
  for (const callId of unapplied) {
    const page = ports.search.readPage(await ports.store.bodyOf(callId));
    const refused = await apply(ports.store, walk, callId, page);
    if (refused !== null) return finish(ports, lease, "store_refused", refused.message);
  }
  if (begun.kind === "nothing") return finish(ports, lease, begun.reason, null, begun.fresh);
  return buySlice(ports, signals, walk);
}

/** While a page is stored the next is asked for, unless something on the former could end the walk. */
async function buySlice(ports: WalkPorts, signals: BuyingSignals, walk: Walk): Promise<Rest> {
  let bought = await buyPage(ports, signals, walk, null);
  for (let pages = 1; bought.kind === "page"; pages += 1) {
    const { callId, number, page } = bought;
    const ahead = pages < SLICE_PAGES ? outcomeOf(number, page, null) : null;
    const [applied, next] = await Promise.allSettled([
      apply(ports.store, walk, callId, page),
      ahead === null ? null : buyPage(ports, signals, walk, ahead),
    ]);
    if (applied.status === "rejected") throw applied.reason;
    if (applied.value !== null) return finish(ports, walk.lease, "store_refused", applied.value.message);
    if (next.status === "rejected") throw next.reason;
    if (next.value === null) return 0;
    bought = next.value.kind === "undecided" ? await buyPage(ports, signals, walk, null) : next.value;
  }
  if (bought.kind === "stop") return finish(ports, walk.lease, bought.reason, bought.note);
  return bought.kind === "wait" ? PAUSE_MS : 0;
}

/** Null where the page is in the store; an error where the database will never take it. */
async function apply(
  store: WalkStore,
  { lease, search }: Walk,
  callId: number,
  page: SearchPage,
): Promise<StoreRefused | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await store.applyCall(lease, callId, page, detailOf(search));
      return null;
    } catch (error) {
      if (error instanceof StoreRefused) return error;
      if (!(error instanceof StoreUnavailable) || attempt === 3) throw error;
    }
  }
}

async function finish(
  { store, doorbell, watch }: WalkPorts,
  lease: Lease,
  reason: StopReason,
  note: string | null,
  fresh = false,
): Promise<null> {
  const rings = await store.finishWalk(lease, { reason, note, fresh });
  watch.walkEnded({ walkId: lease.walkId, reason });
  for (const ring of rings) await doorbell.ring(ring);
  return null;
}
