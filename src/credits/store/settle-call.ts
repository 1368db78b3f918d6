import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "../../database/database.ts";
import { lockLedger } from "../../database/lock-ledger.ts";
import { UsageError } from "../../values/errors.ts";
import { callBookingOf, lockCall } from "./call-booking.ts";
import { postCredits } from "./post-credits.ts";

/** Which calls a person settles: one, or all of a run or of the store that are in suspense. */
export type SettleSelection =
  | { readonly kind: "call"; readonly call: number }
  | { readonly kind: "run"; readonly run: number }
  | { readonly kind: "all" };

/** A call that a person may settle. */
export interface SettleableCall {
  readonly call: number;
  /** Credits booked for it when it was opened, or when it went to suspense. */
  readonly reserved: number;
  /** What it was settled at before, by a person or by balances; null: it is in suspense. */
  readonly settledAt: number | null;
}

const settleableRow = z.object({ call: z.number(), reserved: z.number(), settledAt: z.number().nullable() });

/** Calls whose charge no answer has told, so that a person may say what it was. */
const IS_SUSPENSE = sql`status = 'suspense'`;
const IS_SETTLED_WITHOUT_ANSWER = sql`(status = 'settled' and settled_by in ('person', 'balance'))`;

/**
 * Finds the calls that a person may settle: those in suspense, and a single one also where it was settled by a person or by
 * balances before.
 * @throws UsageError where the one call named is neither
 */
export async function findSettleable(db: Database, selection: SettleSelection): Promise<SettleableCall[]> {
  const calls = await db.rows(
    settleableRow,
    sql`select id as call, reserved_credits as reserved, credits as "settledAt" from calls
        where ${conditionOf(selection)} order by id`,
  );
  if (selection.kind === "call" && calls.length === 0) {
    throw new UsageError(
      `call ${selection.call} is not in suspense, nor was it settled by hand: \`sourcing credits --suspense\` lists those that are`,
    );
  }
  return calls;
}

function conditionOf(selection: SettleSelection): SQL {
  if (selection.kind === "all") return IS_SUSPENSE;
  if (selection.kind === "run") return sql`run_id = ${selection.run} and ${IS_SUSPENSE}`;
  return sql`id = ${selection.call} and (${IS_SUSPENSE} or ${IS_SETTLED_WITHOUT_ANSWER})`;
}

/**
 * Settles calls at what a person says each was charged, all or none. A call that was settled by hand before is corrected by
 * further postings; those made before stay.
 * @param credits what each cost, from 0
 * @throws UsageError where a call is not settleable any more, or no call can have cost so much
 */
export async function settleCalls(db: Database, calls: readonly number[], credits: number): Promise<void> {
  if (!Number.isSafeInteger(credits) || credits < 0) {
    throw new UsageError(`a call cannot have cost ${credits} credits: give a whole number from 0`);
  }
  await db.transaction(async (tx) => {
    await lockLedger(tx);
    for (const call of calls) {
      if (await settleUnanswered(tx, { call, credits, by: "person", with: null })) continue;
      throw new UsageError(
        `call ${call} is not in suspense: \`sourcing credits --suspense\` lists those that are`,
      );
    }
  });
}

/** How a call without an answer is settled. */
interface Settlement {
  readonly call: number;
  readonly credits: number;
  readonly by: "person" | "balance";
  /** First of the calls that are settled together by their sum; null: the call is settled by itself. */
  readonly with: number | null;
}

/**
 * Books a call without an answer as spent; false where an answer has settled it, or it is in flight. What balances tell never
 * overrules a person. The ledger must be locked.
 */
async function settleUnanswered(tx: Transaction, settlement: Settlement): Promise<boolean> {
  const { call, credits, by } = settlement;
  const allowed = by === "person" ? sql`(${IS_SUSPENSE} or ${IS_SETTLED_WITHOUT_ANSWER})` : IS_SUSPENSE;
  if ((await tx.execute(sql`select from calls where id = ${call} and ${allowed}`)) === 0) return false;
  const from = callBookingOf(await lockCall(tx, call));
  postCredits(tx, call, { from, to: { account: "spent", credits } });
  await tx.execute(
    sql`update calls set status = 'settled', credits = ${credits}, settled_by = ${by}, settled_at = now(),
          settled_with_call_id = ${settlement.with}
        where id = ${call}`,
  );
  return true;
}

const reservedRow = z.object({ id: z.number(), reserved: z.number() });

/**
 * Settles calls in suspense at the sum that balances tell. No more than its reserve falls to each, in their order, and what is
 * left to the last; only the sum is known.
 * @returns how many were settled: all, or 0 where one of them is not in suspense any more
 */
export async function settleTogether(
  db: Database,
  callIds: readonly number[],
  credits: number,
): Promise<number> {
  return db.transaction(async (tx) => {
    await lockLedger(tx);
    const calls = await tx.rows(
      reservedRow,
      sql`select id, reserved_credits as reserved from calls
          where id in (select jsonb_array_elements_text(${JSON.stringify(callIds)}::jsonb)::bigint) and ${IS_SUSPENSE} order by id`,
    );
    const [first] = calls;
    if (first === undefined || calls.length !== callIds.length) return 0;
    let left = credits;
    for (const { id, reserved } of calls) {
      const share = id === calls.at(-1)?.id ? left : Math.min(left, reserved);
      left -= share;
      const together = calls.length === 1 ? null : first.id;
      await settleUnanswered(tx, { call: id, credits: share, by: "balance", with: together });
    }
    return calls.length;
  });
}
