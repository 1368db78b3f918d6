import {
  checkLimits,
  type KeyState,
  type LimitDecision,
  type SpendingLimits,
} from "../../../../credits/check-limits.ts";
import { isOutlier } from "../../../../credits/page-price.ts";
import { leavesRoomForOthers } from "../../../../credits/share-budget.ts";
import type { Database, Transaction } from "../../../../database/database.ts";
import { ErrorAnswer } from "../../../../values/errors.ts";
import type { StopReason } from "../../../stop-reason.ts";
import { nextStep } from "../../next-step.ts";
import { stopNote } from "../../stop-note.ts";
import type { OpenCallResult } from "../../walk-store.ts";
import { readKeyPace } from "../keys/key-pace.ts";
import { type KeySilence, MOST_SILENT_WALKS, readKeySilences } from "../keys/key-silence.ts";
import {
  type KeyStateOfWalk,
  type KeyUse,
  readKeyStates,
  stopWaitingToGoAlone,
  waitToGoAlone,
} from "../keys/key-state.ts";
import { type CallState, type OpenedCall, readCallStates, type StateRow, toCallState } from "./call-state.ts";
import { insertCalls, type NewCall } from "./insert-calls.ts";
import type { Opening } from "./opening.ts";

/** What opening calls needs. */
export interface OpeningDeps {
  readonly db: Database;
  readonly spending: SpendingLimits;
}

/** What became of each call that was to be opened, in the order in which they were given. */
export type OpeningOutcome =
  | Exclude<OpenCallResult, { kind: "open" }>
  | { readonly kind: "open"; readonly attempt: string; readonly page: number }
  | { readonly kind: "lease_lost" }
  /** It depends on more of the calls opened before it than their sum, so that it has to be decided in a later transaction. */
  | { readonly kind: "again" };

/** The outcomes, and the numbers of the opened calls by attempt, which come with the commit. */
export interface OpenedCalls {
  readonly outcomes: readonly OpeningOutcome[];
  readonly numbers: Promise<ReadonlyMap<string, number>>;
}

/** Reads everything that decides on these calls, for any number of them in the same few statements. */
export async function readOpenings(tx: Transaction, spending: SpendingLimits, openings: readonly Opening[]) {
  const [states, keys, silences, pace] = await Promise.all([
    readCallStates(tx, openings, spending),
    readKeyStates(tx, spending.keyId, openings),
    readKeySilences(tx, spending.keyId, openings),
    readKeyPace(tx, spending.keyId),
  ]);
  return { states, keys, silences, pace };
}

/**
 * Opens calls: chooses the next page of each walk, and reserves its worst price under every limit that covers it. They are
 * decided one after the other, each with what those before it reserve. Their transaction commits before anything is sent, so
 * that no charge goes unrecorded. The ledger must be locked.
 */
export function openCalls(
  tx: Transaction,
  { spending, held }: { readonly spending: SpendingLimits; readonly held: boolean },
  openings: readonly Opening[],
  read: Awaited<ReturnType<typeof readOpenings>>,
): OpenedCalls {
  const progress: Progress = { opened: [], calls: [], isExclusive: false, changesOrder: false };
  const outcomes = openings.map((opening) => openOne({ tx, spending, held, read }, progress, opening));
  const { calls } = progress;
  return {
    outcomes,
    numbers: calls.length === 0 ? Promise.resolve(new Map()) : insertCalls(tx, spending, calls),
  };
}

interface OpeningTools {
  readonly tx: Transaction;
  readonly spending: SpendingLimits;
  readonly held: boolean;
  readonly read: Awaited<ReturnType<typeof readOpenings>>;
}

/** What the openings before have come to. */
interface Progress {
  readonly opened: OpenedCall[];
  readonly calls: NewCall[];
  /** Whether one of them is exclusive. */
  isExclusive: boolean;
  /** Whether another walk waits to go alone now, or no longer does. */
  changesOrder: boolean;
}

function openOne(
  { tx, spending, held, read }: OpeningTools,
  progress: Progress,
  opening: Opening,
): OpeningOutcome {
  const { walkId } = opening.lease;
  const state = read.states.get(walkId);
  const known = read.keys.get(walkId);
  const silence = read.silences.get(walkId);
  if (state === undefined) return { kind: "lease_lost" };
  if (known === undefined || silence === undefined) throw new TypeError("a key that was added is not there");
  if (!state.isRecorded) return { kind: "unrecorded" };
  if (state.unapplied > 0) return { kind: "unapplied" };
  if (dependsOnOthers({ state, silence, isPaced: read.pace.isLimited }, progress)) return { kind: "again" };
  const key = withCallsOpened(known, progress);
  const { unapplied } = opening.request;
  const decided = decide(toCallState(state, spending, unapplied, progress.opened), {
    ...{ key, silence, spending, held },
  });
  const decision = decided.kind === "open" && read.pace.isTooEarly ? TOO_EARLY : decided;
  noteOrder({ tx, use: { keyId: spending.keyId, walkId } }, progress, key, decision);
  if (decision.kind === "wait") return { kind: decision.kind };
  if (decision.kind === "stop") return decision;
  progress.isExclusive ||= decision.exclusive;
  progress.opened.push({ state, reserve: decision.reserve });
  progress.calls.push({ ...decision, opening });
  return { kind: "open", attempt: opening.attempt, page: decision.page };
}

/** Whether more than the sum of the calls opened before decides on a call. */
function dependsOnOthers(
  { state, silence, isPaced }: { state: StateRow; silence: KeySilence; isPaced: boolean },
  { opened, changesOrder }: Progress,
): boolean {
  if (opened.length === 0 && !changesOrder) return false;
  return (
    changesOrder || isPaced || state.waitsForMoreUrgent || silence.inSuspense || silence.stoppedWalks > 0
  );
}

/** Notes that a walk waits to go alone, or does so no longer. */
function noteOrder(
  { tx, use }: { tx: Transaction; use: KeyUse },
  progress: Progress,
  key: KeyStateOfWalk,
  decision: CallDecision,
): void {
  const goesNext = decision.kind === "wait" && decision.exclusive;
  if (goesNext) waitToGoAlone(tx, use);
  else if (key.isNextExclusive) stopWaitingToGoAlone(tx, use);
  progress.changesOrder ||= goesNext || key.isNextExclusive;
}

/** The key as it is once these calls are open too. */
function withCallsOpened(key: KeyStateOfWalk, { opened, isExclusive }: Progress): KeyStateOfWalk {
  return {
    ...key,
    inFlight: key.inFlight + opened.length,
    exclusiveInFlight: key.exclusiveInFlight || isExclusive,
    reservedSinceBalance: key.reservedSinceBalance + opened.reduce((sum, { reserve }) => sum + reserve, 0),
  };
}

type CallDecision =
  | { readonly kind: "stop"; readonly reason: StopReason; readonly note: string | null }
  | Extract<LimitDecision, { kind: "wait" }>
  | (Extract<LimitDecision, { kind: "open" }> & { readonly page: number });

interface Surroundings {
  readonly key: KeyState;
  readonly silence: KeySilence;
  readonly spending: SpendingLimits;
  readonly held: boolean;
}

function decide(state: CallState, around: Surroundings): CallDecision {
  const { key, silence } = around;
  const keyOfProbe = silence.isProbe ? { ...key, exclusiveWaiting: false } : key;
  return probeSilence(decideByPages(state, { ...around, key: keyOfProbe }), silence, key);
}

const TOO_EARLY = { kind: "wait", exclusive: false } as const;

/** What the pages say comes first, then what the last page cost, then the limits. */
function decideByPages(state: CallState, { key, spending, held }: Surroundings): CallDecision {
  const step = nextStep(state.position, { ...state.limits, held });
  if (step.kind === "stop") {
    const { page } = state.position;
    const isRefused =
      step.reason === "unavailable" && page > 1 && ErrorAnswer.isMessage(state.suspenseReason);
    const reason = isRefused ? "page_refused" : step.reason;
    return { kind: "stop", reason, note: stopNote(reason, page, state.suspenseReason) };
  }
  if (state.overpricedPage !== null) return stopAtOverpricedPage(state.overpricedPage);
  const decision = checkLimits(state.budgets, key, state.trigger, spending);
  if (decision.kind === "stop") return decision;
  if (givesWay(state, decision)) return { kind: "wait", exclusive: false };
  return decision.kind === "open" ? { ...decision, page: step.page } : decision;
}

/**
 * Where the API has gone silent one call finds out and the others wait for its result; after two searches in a row that brought
 * nothing the others stop without a call.
 */
function probeSilence(decision: CallDecision, silence: KeySilence, key: KeyState): CallDecision {
  if (decision.kind === "stop") return decision;
  if (silence.stoppedWalks >= MOST_SILENT_WALKS) {
    const note = `${silence.stoppedWalks} searches before this one brought nothing, so nothing was requested: ${silence.problem}`;
    return { kind: "stop", reason: "unavailable", note };
  }
  if (!silence.inSuspense) return decision;
  if (silence.isBeingProbed) return { kind: "wait", exclusive: false };
  if (decision.kind === "wait") return decision;
  return key.inFlight > 0 ? { kind: "wait", exclusive: true } : { ...decision, exclusive: true };
}

/** Whether other walks of the run go before this one, even where its call would fit. */
function givesWay({ waitsForMoreUrgent, runShare }: CallState, decision: LimitDecision): boolean {
  if (waitsForMoreUrgent) return true;
  return decision.kind === "open" && runShare !== null && !leavesRoomForOthers(decision.reserve, runShare);
}

/** Nobody has agreed to such a price. A person who resumes the run has seen it, and it is reserved from then on. */
function stopAtOverpricedPage({ page, credits, reserved }: NonNullable<CallState["overpricedPage"]>) {
  const consequence = isOutlier(credits, reserved)
    ? "one more call goes alone to confirm it, and until then it is not reserved (`sourcing credits prices`)"
    : `from now on ${credits} are`;
  const note = `page ${page} cost ${credits} credits where ${reserved} were booked; ${consequence}`;
  return { kind: "stop", reason: "budget_reached", note } as const;
}
