import { sql } from "drizzle-orm";
import { z } from "zod";
import {
  checkLimits,
  type KeyState,
  type LimitDecision,
  type SpendingLimits,
} from "../../../credits/check-limits.ts";
import { isOutlier } from "../../../credits/page-price.ts";
import { leavesRoomForOthers } from "../../../credits/share-budget.ts";
import { postCredits } from "../../../credits/store/post-credits.ts";
import type { Database, Transaction } from "../../../database/database.ts";
import { lockLedger } from "../../../database/lock-ledger.ts";
import { assertNotUpgraded } from "../../../database/namespace/assert-not-upgraded.ts";
import { ErrorAnswer } from "../../../values/errors.ts";
import type { StopReason } from "../../stop-reason.ts";
import { nextStep } from "../next-step.ts";
import { stopNote } from "../stop-note.ts";
import type { CallRequest, Lease, OpenCallResult } from "../walk-store.ts";
import { type CallState, readCallState } from "./call-state.ts";
import { isTooEarly } from "./keys/key-pace.ts";
import { type KeySilence, MOST_SILENT_WALKS, readKeySilence } from "./keys/key-silence.ts";
import { readKeyState, stopWaitingToGoAlone, waitToGoAlone } from "./keys/key-state.ts";
import { readPreconditions } from "./read-preconditions.ts";

const idRow = z.object({ id: z.number() });

/** What opening a call needs besides the walk. */
export interface OpeningDeps {
  readonly db: Database;
  readonly spending: SpendingLimits;
}

/**
 * Opens a call: chooses the next page, and reserves its worst price under every limit that covers it. Commits before
 * anything is sent, so that no charge goes unrecorded.
 * @param attempt a UUID that names the call before it has a number
 * @throws LeaseLost, StoreUpgraded
 */
export async function openCall(
  { db, spending }: OpeningDeps,
  lease: Lease,
  request: CallRequest,
  attempt: string,
): Promise<OpenCallResult> {
  const use = { keyId: spending.keyId, priceClass: request.priceClass, walkId: lease.walkId };
  const open = async (tx: Transaction) => {
    const [{ held }, around, state, key, silence, tooEarly] = await Promise.all([
      lockLedger(tx),
      readPreconditions(tx, lease, request.unapplied?.callId ?? null),
      readCallState(tx, lease, spending, request.unapplied),
      readKeyState(tx, use),
      readKeySilence(tx, use),
      isTooEarly(tx, use.keyId),
      assertNotUpgraded(tx, db),
    ]);
    if (around.unapplied > 0) return { kind: "unapplied" as const };
    const keyOfProbe = silence.isProbe ? { ...key, exclusiveWaiting: false } : key;
    const probed = probeSilence(decide(state, keyOfProbe, spending, held), silence, key);
    const decision = probed.kind === "open" && tooEarly ? TOO_EARLY : probed;
    const goesNext = decision.kind === "wait" && decision.exclusive;
    if (goesNext) waitToGoAlone(tx, use);
    else if (key.isNextExclusive) stopWaitingToGoAlone(tx, use);
    if (decision.kind === "wait") return { kind: decision.kind };
    if (decision.kind === "stop") return decision;
    const call = insertCall(tx, lease, spending, { ...decision, priceClass: use.priceClass, attempt });
    return { kind: "open" as const, call, page: decision.page };
  };
  const opened = await db.transaction(open, { prepared: true, flushAfterCommit: true });
  return opened.kind === "open"
    ? { kind: "open", callId: (await opened.call).id, page: opened.page }
    : opened;
}

type CallDecision =
  | { readonly kind: "stop"; readonly reason: StopReason; readonly note: string | null }
  | Extract<LimitDecision, { kind: "wait" }>
  | (Extract<LimitDecision, { kind: "open" }> & { readonly page: number });

const TOO_EARLY = { kind: "wait", exclusive: false } as const;

/** What the pages say comes first, then what the last page cost, then the limits. */
function decide(state: CallState, key: KeyState, spending: SpendingLimits, held: boolean): CallDecision {
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

interface NewCall {
  readonly page: number;
  readonly reserve: number;
  readonly exclusive: boolean;
  readonly priceClass: string;
  readonly attempt: string;
}

/** Day and month are those of the reservation by the database's clock, whenever the answer comes. */
function insertCall(tx: Transaction, lease: Lease, spending: SpendingLimits, call: NewCall) {
  const inserted = tx.row(
    idRow,
    sql`insert into calls (run_id, walk_id, pass_id, spec, page, go, key_id, price_class, alone, reserved_credits,
          day, month, attempt)
        select run_id, walks.id, pass_id, spec, ${call.page}, runs.go, ${spending.keyId}, ${call.priceClass}, ${call.exclusive},
          ${call.reserve}, (now() at time zone ${spending.timeZone})::date,
          to_char(now() at time zone ${spending.timeZone}, 'YYYY-MM'), ${call.attempt}::uuid
        from walks join runs on runs.id = walks.run_id where walks.id = ${lease.walkId} returning id`,
  );
  // Its number is not known yet, but a walk has only one call in flight.
  const callId = sql`(select id from calls where walk_id = ${lease.walkId} and status = 'sent')`;
  postCredits(tx, callId, { from: null, to: { account: "reserved", credits: call.reserve } });
  return inserted;
}
