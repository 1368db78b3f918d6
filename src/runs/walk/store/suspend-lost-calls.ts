import { sql } from "drizzle-orm";
import { z } from "zod";
import { postCredits } from "../../../credits/store/post-credits.ts";
import type { Transaction } from "../../../database/database.ts";

const lostCallRow = z.object({ id: z.number(), reserved: z.number() });

/** Moves the credits of calls that a walk sent and did not record to suspense. The ledger must be locked. */
export async function suspendLostCalls(tx: Transaction, walkId: number): Promise<void> {
  const lostCalls = await tx.rows(
    lostCallRow,
    sql`update calls set status = 'suspense', outcome = 'unknown', problem = 'its process ended before the answer was kept'
        where walk_id = ${walkId} and status = 'sent' returning id, reserved_credits as reserved`,
  );
  for (const { id, reserved } of lostCalls) {
    postCredits(tx, id, {
      from: { account: "reserved", credits: reserved },
      to: { account: "suspense", credits: reserved },
    });
  }
}
