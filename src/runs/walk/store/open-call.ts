import { sql } from "drizzle-orm";
import { z } from "zod";
import { checkLimits, type SpendingLimits } from "../../../credits/check-limits.ts";
import { postCredits } from "../../../credits/store/post-credits.ts";
import type { Database, Transaction } from "../../../database/database.ts";
import { lockLedger } from "../../../database/lock-ledger.ts";
import { nextStep } from "../next-step.ts";
import type { CallRequest, Lease, OpenCallResult } from "../walk-store.ts";
import { type CallState, readCallState, readKeyState } from "./call-state.ts";

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
 * @throws LeaseLost
 */
export async function openCall(
  { db, spending }: OpeningDeps,
  lease: Lease,
  request: CallRequest,
  attempt: string,
): Promise<OpenCallResult> {
  const open = async (tx: Transaction) => {
    const [{ held }, state, key] = await Promise.all([
      lockLedger(tx),
      readCallState(tx, lease, spending, request.unapplied),
      readKeyState(tx, spending.keyId, request.priceClass),
    ]);
    const step = nextStep(state.position, { ...state.limits, held });
    if (step.kind === "stop") return { ...step, note: null };
    if (state.overpricedPage !== null) return stopAtOverpricedPage(state.overpricedPage);
    const decision = checkLimits(state.budgets, key, state.trigger, spending);
    if (decision.kind !== "open") return decision;
    const { page } = step;
    const call = insertCall(tx, lease, spending, {
      ...decision,
      priceClass: request.priceClass,
      page,
      attempt,
    });
    return { kind: "open" as const, call, page };
  };
  const opened = await db.transaction(open, { frequent: true, earlyRelease: true });
  return opened.kind === "open"
    ? { kind: "open", callId: (await opened.call).id, page: opened.page }
    : opened;
}

/** Nobody has agreed to such a price. A person who resumes the run has seen it, and it is reserved from then on. */
function stopAtOverpricedPage({ page, credits, reserved }: NonNullable<CallState["overpricedPage"]>) {
  const note = `page ${page} cost ${credits} credits where ${reserved} were booked; from now on ${credits} are`;
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
