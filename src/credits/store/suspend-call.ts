import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "../../database/database.ts";
import { worstPrice } from "../page-price.ts";
import { callBookingOf, type RecordedCall } from "./call-booking.ts";
import { postCredits } from "./post-credits.ts";

/** A call that may have been charged, and why that is not known. */
export interface SuspectCall {
  readonly callId: number;
  readonly call: RecordedCall;
  /** For people, without people's data. */
  readonly problem: string;
}

/**
 * Moves the credits of a call to suspense, at the worst price that is known by now. The ledger must be locked.
 * @param only condition on `calls`: where it does not hold nothing changes
 * @returns how many calls were changed, 0 or 1
 */
export function suspendCall(
  tx: Transaction,
  { callId, call, problem }: SuspectCall,
  only: SQL = sql`true`,
): Promise<number> {
  const credits = worstPrice(call.reserved, call.maxPriceSeen);
  postCredits(tx, callId, { from: callBookingOf(call), to: { account: "suspense", credits }, only });
  return tx.execute(
    sql`update calls set status = 'suspense', outcome = 'unknown', problem = ${problem}, reserved_credits = ${credits},
          answered_at = now()
        where id = ${callId} and ${only}`,
  );
}
