import { sql } from "drizzle-orm";
import { z } from "zod";
import { lockCall } from "../../../credits/store/call-booking.ts";
import { suspendCall } from "../../../credits/store/suspend-call.ts";
import type { Transaction } from "../../../database/database.ts";

const idRow = z.object({ id: z.number() });

/** Moves the credits of calls that a walk sent and did not record to suspense. The ledger must be locked. */
export async function suspendLostCalls(tx: Transaction, walkId: number): Promise<void> {
  const lostCalls = await tx.rows(
    idRow,
    sql`select id from calls where walk_id = ${walkId} and status = 'sent' for no key update`,
  );
  for (const { id } of lostCalls) {
    const call = await lockCall(tx, id);
    await suspendCall(tx, { callId: id, call, problem: "its process ended before the answer was kept" });
  }
}
