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

/**
 * T1: chooses the next page, and books its worst price against every limit that covers it. Committed before anything
 * is sent, so that no charge goes unrecorded.
 * @param attempt a UUID that names the call before it has a number
 * @throws LeaseLost
 */
export async function openCall(
  db: Database,
  rules: SpendingLimits,
  lease: Lease,
  request: CallRequest,
  attempt: string,
): Promise<OpenCallResult> {
  const open = async (tx: Transaction) => {
    const [{ held }, state, key] = await Promise.all([
      lockLedger(tx),
      readCallState(tx, lease, rules, request.unapplied),
      readKeyState(tx, rules.keyId, request.priceClass),
    ]);
    const step = nextStep(state.position, { ...state.limits, held });
    if (step.kind === "stop") return { ...step, note: null };
    if (state.dearPage !== null) return stopAtDearPage(state.dearPage);
    const opening = checkLimits(state.budgets, key, state.asking, rules);
    if (opening.kind !== "open") return opening;
    const { page } = step;
    const call = insertCall(tx, lease, rules, { ...opening, priceClass: request.priceClass, page, attempt });
    return { kind: "open" as const, call, page };
  };
  const opened = await db.transaction(open, { prepared: true, flushAfterCommit: true });
  return opened.kind === "open"
    ? { kind: "open", callId: (await opened.call).id, page: opened.page }
    : opened;
}

/** Nobody has agreed to what the page cost; who asks again has seen it, and its price is booked from then on. */
function stopAtDearPage({ page, credits, reserved }: NonNullable<CallState["dearPage"]>) {
  const note = `page ${page} cost ${credits} credits where ${reserved} were booked; from now on ${credits} are`;
  return { kind: "stop", reason: "budget_reached", note } as const;
}

interface NewCall {
  readonly page: number;
  readonly reserve: number;
  readonly alone: boolean;
  readonly priceClass: string;
  readonly attempt: string;
}

/** Day and month are those of the reservation, by the database's clock, wherever the answer falls. */
function insertCall(tx: Transaction, lease: Lease, rules: SpendingLimits, call: NewCall) {
  const inserted = tx.row(
    idRow,
    sql`insert into calls (run_id, walk_id, pass_id, spec, page, go, key_id, price_class, alone, reserved_credits,
          day, month, attempt)
        select run_id, walks.id, pass_id, spec, ${call.page}, runs.go, ${rules.keyId}, ${call.priceClass}, ${call.alone},
          ${call.reserve}, (now() at time zone ${rules.timeZone})::date,
          to_char(now() at time zone ${rules.timeZone}, 'YYYY-MM'), ${call.attempt}::uuid
        from walks join runs on runs.id = walks.run_id where walks.id = ${lease.walkId} returning id`,
  );
  // Its number is not known here yet; but a walk has one call under way.
  const callId = sql`(select id from calls where walk_id = ${lease.walkId} and status = 'sent')`;
  postCredits(tx, callId, null, { account: "reserved", credits: call.reserve });
  return inserted;
}
