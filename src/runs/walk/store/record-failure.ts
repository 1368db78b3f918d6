import { sql } from "drizzle-orm";
import { callBookingOf, lockCall, type RecordedCall } from "../../../credits/store/call-booking.ts";
import { postCredits } from "../../../credits/store/post-credits.ts";
import { suspendCall } from "../../../credits/store/suspend-call.ts";
import type { Database, Transaction } from "../../../database/database.ts";
import { lockLedger } from "../../../database/lock-ledger.ts";
import { keepBodies } from "../../../people/store/call-bodies.ts";
import { KeyRejected, MaybeCharged, OutOfCredits } from "../../../values/errors.ts";
import { packBytes } from "../../../values/packed-bytes.ts";
import type { CallFailure } from "../walk-store.ts";
import { setNewestBalance } from "./newest-balance.ts";

/**
 * Records the end of a call that brought no page: free where it was refused, else in suspense. Idempotent.
 * @param attempt the UUID under which the call was opened; null: the number is enough
 * @throws StoreWentBack if there is no such call
 */
export async function recordFailure(
  db: Database,
  callId: number,
  failure: CallFailure,
  attempt: string | null = null,
): Promise<void> {
  const body = failure.error instanceof MaybeCharged ? failure.error.body : null;
  const bodies = body === null ? [] : [{ callId, attempt, packed: await packBytes(body) }];
  const record = async (tx: Transaction) => {
    const [, call] = await Promise.all([lockLedger(tx), lockCall(tx, callId, attempt)]);
    if (call.status === "settled") return;
    if (failure.kind === "refused") {
      refuse(tx, callId, call, failure.error);
      return;
    }
    await suspendCall(tx, { callId, call, problem: failure.error.message });
    keepBodies(tx, bodies);
  };
  await db.transaction(record, { prepared: true, flushAfterCommit: true });
}

function refuse(tx: Transaction, callId: number, call: RecordedCall, error: Error): void {
  postCredits(tx, callId, { from: callBookingOf(call), to: { account: "spent", credits: 0 } });
  tx.send(
    sql`update calls set status = 'settled', outcome = 'refused', problem = ${error.message}, credits = 0,
          settled_by = 'answer', answered_at = now(), settled_at = now()
        where id = ${callId}`,
  );
  // The time is that of the lock, not of the transaction: calls that were opened while it waited are older than the refusal.
  if (error instanceof KeyRejected) {
    tx.send(sql`update api_keys set rejected_at = clock_timestamp() where id = ${call.keyId}`);
  }
  if (error instanceof OutOfCredits) {
    tx.send(sql`update api_keys set empty_at = clock_timestamp() where id = ${call.keyId}`);
    if (error.available !== null) {
      const balance = setNewestBalance([{ callId, balance: error.available }]);
      tx.send(sql`update api_keys set ${balance} where id = ${call.keyId}`);
    }
  }
}
