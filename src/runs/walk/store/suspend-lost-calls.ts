import { sql } from "drizzle-orm";
import { z } from "zod";
import { postCredits } from "../../../credits/store/post-credits.ts";
import type { Transaction } from "../../../database/database.ts";

const orphanRow = z.object({ id: z.number(), reserved: z.number() });

/** Puts into suspense what a walk has sent and not recorded. The ledger must be locked. */
export async function suspendLostCalls(tx: Transaction, walkId: number): Promise<void> {
  const orphans = await tx.rows(
    orphanRow,
    sql`update calls set status = 'suspense', outcome = 'unknown', problem = 'its process ended before the answer was kept'
        where walk_id = ${walkId} and status = 'sent' returning id, reserved_credits as reserved`,
  );
  for (const { id, reserved } of orphans) {
    postCredits(
      tx,
      id,
      { account: "reserved", credits: reserved },
      { account: "suspense", credits: reserved },
    );
  }
}
