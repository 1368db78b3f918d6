import { sql } from "drizzle-orm";
import { callBookingOf, lockCall, type RecordedCall } from "../../../credits/store/call-booking.ts";
import { postCredits } from "../../../credits/store/post-credits.ts";
import type { Database, Transaction } from "../../../database/database.ts";
import { lockLedger } from "../../../database/lock-ledger.ts";
import { KeyRejected, OutOfCredits } from "../../../values/errors.ts";
import type { CallFailure } from "../walk-store.ts";
import { recordBalance } from "./record-answer.ts";

/** T2a of a call that brought no page: free where it was refused, in suspense where nobody knows. Twice is once. */
export async function recordFailure(db: Database, callId: number, failure: CallFailure): Promise<void> {
  const record = async (tx: Transaction) => {
    const [, call] = await Promise.all([lockLedger(tx), lockCall(tx, callId)]);
    if (call.status === "settled") return;
    if (failure.kind === "unknown") suspend(tx, callId, call, failure.error.message);
    else refuse(tx, callId, call, failure.error);
  };
  await db.transaction(record, { prepared: true, flushAfterCommit: true });
}

function suspend(tx: Transaction, callId: number, call: RecordedCall, problem: string): void {
  postCredits(tx, callId, callBookingOf(call), { account: "suspense", credits: call.reserved });
  tx.send(
    sql`update calls set status = 'suspense', outcome = 'unknown', problem = ${problem}, answered_at = now()
        where id = ${callId}`,
  );
}

function refuse(tx: Transaction, callId: number, call: RecordedCall, error: Error): void {
  postCredits(tx, callId, callBookingOf(call), { account: "spent", credits: 0 });
  tx.send(
    sql`update calls set status = 'settled', outcome = 'refused', problem = ${error.message}, credits = 0,
          settled_by = 'answer', answered_at = now(), settled_at = now()
        where id = ${callId}`,
  );
  if (error instanceof KeyRejected) {
    tx.send(sql`update api_keys set rejected_at = now() where id = ${call.keyId}`);
  }
  if (error instanceof OutOfCredits) {
    tx.send(sql`update api_keys set empty_at = now() where id = ${call.keyId}`);
    if (error.available !== null) recordBalance(tx, callId, call.keyId, error.available);
  }
}
