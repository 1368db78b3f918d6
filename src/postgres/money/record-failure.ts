import { sql } from "drizzle-orm";
import type { CallFailure } from "../../app/ports.ts";
import { KeyRejected, OutOfCredits } from "../../domain/errors.ts";
import type { Database, Sql } from "../database.ts";
import { lockLedger } from "./lock-ledger.ts";
import { postCredits } from "./post-credits.ts";
import { bookingOf, lockCall, type RecordedCall, recordBalance } from "./record-answer.ts";

/** T2a of a call that brought no page: free where it was refused, in suspense where nobody knows. Twice is once. */
export async function recordFailure(db: Database, callId: number, failure: CallFailure): Promise<void> {
  await db.transaction(async (tx) => {
    await lockLedger(tx);
    const call = await lockCall(tx, callId);
    if (call.status === "settled") return;
    if (failure.kind === "unknown") await suspend(tx, callId, call, failure.error.message);
    else await refuse(tx, callId, call, failure.error);
  });
}

async function suspend(tx: Sql, callId: number, call: RecordedCall, problem: string): Promise<void> {
  await postCredits(tx, callId, bookingOf(call), { account: "suspense", credits: call.reserved });
  await tx.execute(
    sql`update calls set status = 'suspense', outcome = 'unknown', problem = ${problem}, answered_at = now()
        where id = ${callId}`,
  );
}

async function refuse(tx: Sql, callId: number, call: RecordedCall, error: Error): Promise<void> {
  await postCredits(tx, callId, bookingOf(call), { account: "spent", credits: 0 });
  await tx.execute(
    sql`update calls set status = 'settled', outcome = 'refused', problem = ${error.message}, credits = 0,
          settled_by = 'answer', answered_at = now(), settled_at = now()
        where id = ${callId}`,
  );
  if (error instanceof KeyRejected) {
    await tx.execute(sql`update api_keys set rejected_at = now() where id = ${call.keyId}`);
  }
  if (error instanceof OutOfCredits) {
    await tx.execute(sql`update api_keys set empty_at = now() where id = ${call.keyId}`);
    if (error.available !== null) await recordBalance(tx, callId, call.keyId, error.available);
  }
}
