import { sql } from "drizzle-orm";
import type { Database, Transaction } from "../../database/database.ts";
import { lockLedger } from "../../database/lock-ledger.ts";
import { UsageError } from "../../values/errors.ts";
import { callBookingOf, lockCall } from "./call-booking.ts";
import { postCredits } from "./post-credits.ts";

/**
 * Settles a call in suspense at what a person says it was charged.
 * @param credits what it cost, from 0
 * @throws UsageError where the call is not in suspense, or no call can have cost so much
 */
export async function settleCall(db: Database, callId: number, credits: number): Promise<void> {
  if (!Number.isSafeInteger(credits) || credits < 0) {
    throw new UsageError(`a call cannot have cost ${credits} credits: give a whole number from 0`);
  }
  await db.transaction(async (tx) => {
    await lockLedger(tx);
    if (await settleSuspense(tx, callId, credits, "person")) return;
    throw new UsageError(
      `call ${callId} is not in suspense: \`sourcing credits --suspense\` lists those that are`,
    );
  });
}

/** Books a call in suspense as spent; false where it is not in suspense. The ledger must be locked. */
export async function settleSuspense(
  tx: Transaction,
  callId: number,
  credits: number,
  by: "person" | "balance",
): Promise<boolean> {
  if ((await tx.execute(sql`select from calls where id = ${callId} and status = 'suspense'`)) === 0)
    return false;
  postCredits(tx, callId, {
    from: callBookingOf(await lockCall(tx, callId)),
    to: { account: "spent", credits },
  });
  await tx.execute(
    sql`update calls set status = 'settled', credits = ${credits}, settled_by = ${by}, settled_at = now()
        where id = ${callId}`,
  );
  return true;
}
