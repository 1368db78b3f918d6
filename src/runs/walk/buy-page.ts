import pRetry from "p-retry";
import type { CallJournal } from "../../credits/call-journal.ts";
import { priceClassOf } from "../../credits/price-class.ts";
import type { ProfileSearch, SearchAnswer } from "../../leonar/profile-search.ts";
import type { SearchPage } from "../../people/search-page.ts";
import type { SearchParameters } from "../../specs/spec.ts";
import { MaybeCharged, SourcingError, StoreUnavailable, StoreWentBack } from "../../values/errors.ts";
import type { StopReason } from "../stop-reason.ts";
import { type AnswerSpool, drainAndTell, type SpoolRoom } from "./answer-spool.ts";
import { keepPaidAnswer } from "./keep-paid-answer.ts";
import { stopReasonOf, toPageError, waitAfter } from "./purchase-errors.ts";
import type { PurchaseObserver } from "./purchase-observer.ts";
import type { BoughtPage, Lease, OpenCallResult, WalkStore } from "./walk-store.ts";

/** What buying needs of the world outside. */
export interface BuyingDeps {
  readonly store: WalkStore;
  readonly search: ProfileSearch;
  readonly spool: AnswerSpool;
  readonly observer: PurchaseObserver;
  readonly journal: CallJournal;
  /** A UUID for a call that is to be opened. */
  newAttempt(): string;
  /** Waits so many milliseconds, or until the signal. Never throws. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
}

export interface BuyingSignals {
  /** Open nothing new; finish what is under way. */
  readonly stopping: AbortSignal;
  /** Give up what is under way too: its call becomes ambiguous. */
  readonly aborting: AbortSignal;
}

export interface LeasedWalk {
  readonly lease: Lease;
  readonly search: SearchParameters;
}

/** Hears what becomes of a request. */
export interface RequestListener {
  /** It has left, or failed. */
  onRequested(): void;
  /** It has brought a page, which is not recorded yet. */
  onAnswered(): void;
}

const UNHEARD: RequestListener = { onRequested() {}, onAnswered() {} };

export type BuyPageResult =
  | {
      readonly kind: "page";
      readonly callId: number;
      readonly number: number;
      readonly page: SearchPage;
      /**
       * Ends once the answer is recorded. What opens the next call need not wait for it: such a call is only opened where the
       * answer is recorded.
       */
      readonly recording: Promise<void>;
    }
  | { readonly kind: "stop"; readonly reason: StopReason; readonly note: string | null }
  /** Short only because of other calls under way. */
  | { readonly kind: "wait" }
  /** It may have to stop, depending on what the page not yet stored turns out to hold, or that page is not recorded. */
  | { readonly kind: "undecided" }
  | { readonly kind: "interrupted" };

/** Less than a lease lasts: after so long the walk may be in other hands. */
const MOST_OPENING_MS = 25_000;
const SHORTEST_WAIT_MS = 1_000;
/** How long an API that refuses to work is asked again before the walk stops. */
const PATIENCE_MS = 10 * 60_000;

/** One page that is to be bought. */
interface Purchase {
  readonly deps: BuyingDeps;
  readonly signals: BuyingSignals;
  readonly walk: LeasedWalk;
  /** The page bought before, where it is not in the store yet. */
  readonly unapplied: BoughtPage | null;
  readonly listener: RequestListener;
}

/**
 * Buys the next page: opens a call, sends one request, begins to record the answer. Each attempt is a call of its own; what provably
 * cost nothing is tried again for ten minutes, a refused page once, and what may have been charged as often as the rule of
 * the walk allows.
 * @param unapplied the page bought before, where it is not in the store yet
 * @param listener hears of every attempt
 * @throws LeaseLost, StoreUnavailable, StoreRefused
 */
export async function buyPage(
  deps: BuyingDeps,
  signals: BuyingSignals,
  walk: LeasedWalk,
  unapplied: BoughtPage | null,
  listener: RequestListener = UNHEARD,
): Promise<BuyPageResult> {
  const givingUp = deps.now() + PATIENCE_MS;
  const failures: Error[] = [];
  const attempt = async (): Promise<BuyPageResult> => {
    if (signals.stopping.aborted) return { kind: "interrupted" };
    return buyOnce({ deps, signals, walk, unapplied, listener });
  };
  try {
    return await pRetry(attempt, {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 0,
      shouldRetry: () => waitAfter(failures) !== null,
      onFailedAttempt: async ({ error }) => {
        failures.push(error);
        const waitMs = waitAfter(failures);
        if (waitMs === null) return;
        if (deps.now() + waitMs > givingUp) throw error;
        deps.observer.retried(error.name);
        deps.observer.waiting?.(error.message);
        await deps.sleep(waitMs, signals.stopping);
      },
    });
  } catch (error) {
    const reason = stopReasonOf(error);
    if (reason === null || !(error instanceof Error)) throw error;
    return { kind: "stop", reason, note: error.message };
  }
}

async function buyOnce(purchase: Purchase): Promise<BuyPageResult> {
  const { spool } = purchase.deps;
  // What was drained may be this walk's own page, so where it stands has to be read again.
  if (spool.mayHold() && (await drainAndTell(purchase.deps)) > 0) return { kind: "interrupted" };
  const room = await spool.reserve();
  let recording: Promise<void> | null = null;
  try {
    const bought = await buyInto(room, purchase);
    if (bought.kind === "page") recording = bought.recording;
    return bought;
  } finally {
    if (recording === null) room.release();
    else recording.then(room.release, room.release);
  }
}

/** Buys a page whose answer has room on the disk. */
async function buyInto(
  room: SpoolRoom,
  { deps, signals, walk, unapplied, listener }: Purchase,
): Promise<BuyPageResult> {
  const { store, search } = deps;
  const attempt = deps.newAttempt();
  const opened = await openCall(deps, signals, walk, unapplied, attempt);
  if (opened.kind === "stop" && unapplied !== null) return { kind: "undecided" };
  if (opened.kind === "unrecorded") return { kind: "undecided" };
  // The next slice applies what is recorded, then reads where the walk stands.
  if (opened.kind === "unapplied") return { kind: "interrupted" };
  if (opened.kind !== "open") return opened;
  const { callId, page: number } = opened;
  deps.journal.opened({ callId, attempt });
  const sentAt = deps.now();
  const ended = (outcome: "answered" | "refused" | "unknown") =>
    deps.observer.callEnded({ callId, walkId: walk.lease.walkId, outcome, ms: deps.now() - sentAt });
  const request = { search: walk.search, page: number };
  let answer: SearchAnswer;
  try {
    answer = await search.search(request, signals.aborting, listener.onRequested);
  } catch (error) {
    // What waits for the request need not wait for the next attempt.
    listener.onRequested();
    if (!(error instanceof SourcingError)) throw error;
    const kind = error instanceof MaybeCharged ? "unknown" : "refused";
    ended(kind);
    await retryUntilAborted(deps, signals.aborting, () =>
      store.recordFailure(callId, { kind, error }, attempt),
    );
    throw toPageError(error, number);
  }
  ended("answered");
  listener.onAnswered();
  const { creditsConsumed, profiles } = answer.page;
  deps.journal.answered({ callId, attempt }, creditsConsumed ?? profiles.length);
  const recording = keepPaidAnswer(deps, signals, {
    room,
    kept: { callId, attempt, body: answer.body },
    answer,
  });
  // Who stores the page waits for it.
  recording.catch(() => {});
  return { kind: "page", callId, number, page: answer.page, recording };
}

/**
 * Where nobody knows whether the call was opened, or the process was frozen meanwhile, it is made sure that nothing stays
 * booked: nothing was sent.
 */
async function openCall(
  deps: BuyingDeps,
  signals: BuyingSignals,
  { lease, search }: LeasedWalk,
  unapplied: BoughtPage | null,
  attempt: string,
): Promise<OpenCallResult> {
  const { store, now } = deps;
  const cancelReservation = () =>
    retryUntilAborted(deps, signals.aborting, () => store.cancelReservation(lease, attempt));
  const askedAt = now();
  let opened: OpenCallResult;
  try {
    opened = await store.openCall(lease, { priceClass: priceClassOf(search), unapplied }, attempt);
  } catch (error) {
    if (error instanceof StoreUnavailable) await cancelReservation();
    throw error;
  }
  if (opened.kind !== "open" || now() - askedAt < MOST_OPENING_MS) return opened;
  await cancelReservation();
  return { kind: "wait" };
}

/** What money depends on is worth waiting for the database, until the signal. */
async function retryUntilAborted(
  { sleep }: BuyingDeps,
  until: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  await pRetry(work, {
    retries: 60,
    minTimeout: 0,
    shouldRetry: ({ error }) =>
      error instanceof StoreUnavailable && !(error instanceof StoreWentBack) && !until.aborted,
    onFailedAttempt: ({ error }) =>
      error instanceof StoreUnavailable ? sleep(SHORTEST_WAIT_MS, until) : undefined,
  });
}
