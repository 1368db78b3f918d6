import { LeaseLost, StoreRefused, StoreUnavailable } from "../../values/errors.ts";
import { detailOf } from "../../people/merge.ts";
import { makeMoment } from "../../values/deferred.ts";
import type { SearchPage } from "../../people/search-page.ts";
import { outcomeOf } from "./page-outcome.ts";
import type { StopReason } from "../stop-reason.ts";
import { drainSpool } from "./answer-spool.ts";
import { type Bought, type BuyingPorts, type BuyingSignals, buyPage, type Walk } from "./buy-page.ts";
import type { Doorbell, Lease, Taken, WalkStore } from "../ports.ts";
import type { TakeSeat } from "./permits.ts";
import { beginTurn, type Turn, type TurnPorts } from "./time-slice.ts";

export interface WalkPorts extends BuyingPorts {
  readonly doorbell: Doorbell;
  /** Calls `work` every so many milliseconds; gives the way to stop it. */
  every(ms: number, work: () => Promise<void>): () => void;
  /** Lets so many walks of this process buy at once. */
  readonly takeSeat: TakeSeat;
}

const RENEWAL_MS = 10_000;
/** A wait for other calls: long enough to be cheap, short beside a request. */
const PAUSE_MS = 150;
/** A wait for another run, which rings when it has done. */
const JOINED_MS = 1_000;

/** When to ring for the walk again, in milliseconds; null: it has ended. */
type Rest = number | null;

/**
 * Does one slice of a walk: takes its lease, applies what is bought already, buys for one turn, and rings for the next
 * slice. Does nothing where the walk has ended or somebody else is at it.
 * @param giveWay is called where another walk may get ready to buy in place of this one
 */
export async function walkSlice(
  ports: WalkPorts,
  signals: BuyingSignals,
  walkId: number,
  giveWay: () => void = () => {},
): Promise<void> {
  const taken = await ports.store.takeWalk(walkId);
  if (taken.kind !== "taken") return;
  const { lease, lane } = taken;
  const stopRenewing = ports.every(RENEWAL_MS, async () => {
    await ports.store.renewLease(lease);
  });
  try {
    const { takeSeat, doorbell } = ports;
    const turn = { takeSeat, othersWait: () => doorbell.othersWait(lane), giveWay };
    const rest = await doSlice(ports, signals, taken, turn);
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

async function doSlice(
  ports: WalkPorts,
  signals: BuyingSignals,
  { lease, isWalking }: Extract<Taken, { kind: "taken" }>,
  turn: TurnPorts,
): Promise<Rest> {
  if (signals.stopping.aborted) return 0;
  await drainSpool(ports.spool, ports.store, ports.search);
  const [begun, search, unapplied] = await Promise.all([
    isWalking ? { kind: "walking" as const } : ports.store.beginWalk(lease),
    ports.store.searchOf(lease),
    ports.store.unappliedCalls(lease),
  ]);
  if (begun.kind === "joined") return JOINED_MS;
  const walk = { lease, search };
  for (const callId of unapplied) {
    const page = ports.search.readPage(await ports.store.bodyOf(callId));
    const refused = await apply(ports.store, walk, callId, page);
    if (refused !== null) return finish(ports, lease, "store_refused", refused.message);
  }
  if (begun.kind === "nothing") return finish(ports, lease, begun.reason, null, begun.fresh);
  return takeTurn(ports, signals, walk, turn);
}

async function takeTurn(
  ports: WalkPorts,
  signals: BuyingSignals,
  walk: Walk,
  around: TurnPorts,
): Promise<Rest> {
  const turn = await beginTurn(around);
  try {
    let bought = await buyPage(ports, signals, walk, null, turn);
    while (bought.kind === "page") bought = await storeAndBuy(ports, signals, walk, turn, bought);
    if (bought.kind === "stop") return await finish(ports, walk.lease, bought.reason, bought.note);
    return bought.kind === "wait" ? PAUSE_MS : 0;
  } finally {
    turn.end();
  }
}

/**
 * Stores a page while the next is under way, unless something on the former could end the walk or the turn is over. The
 * request goes first, because it is what everybody waits for.
 */
async function storeAndBuy(
  ports: WalkPorts,
  signals: BuyingSignals,
  walk: Walk,
  turn: Turn,
  { callId, number, page }: Extract<Bought, { kind: "page" }>,
): Promise<Bought> {
  const asked = makeMoment();
  const onAsked = () => {
    turn.onAsked();
    asked.come();
  };
  const isOver = await turn.isOver();
  const buying = isOver
    ? null
    : buyPage(ports, signals, walk, outcomeOf(number, page, null), { ...turn, onAsked });
  const storing = Promise.race([buying, asked.moment])
    .catch(() => {})
    .then(() => apply(ports.store, walk, callId, page));
  const [stored, next] = await Promise.allSettled([storing, buying]);
  if (stored.status === "rejected") throw stored.reason;
  if (stored.value !== null) return { kind: "stop", reason: "store_refused", note: stored.value.message };
  if (next.status === "rejected") throw next.reason;
  // The next turn reads where the walk stands.
  if (next.value === null) return { kind: "interrupted" };
  return next.value.kind === "undecided" ? buyPage(ports, signals, walk, null, turn) : next.value;
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
