import { sql } from "drizzle-orm";
import { z } from "zod";
import { callBookingOf, lockCall } from "../../../credits/store/call-booking.ts";
import { postCredits } from "../../../credits/store/post-credits.ts";
import type { Database } from "../../../database/database.ts";
import { lockLedger } from "../../../database/lock-ledger.ts";
import type { Lease } from "../walk-store.ts";

const idRow = z.object({ id: z.number() });

/**
 * Settles at 0 a call whose opening was never confirmed, so that nothing was sent for it. The lock of the ledger waits for
 * the transaction that opened it, where the server still executes it.
 */
export async function cancelReservation(db: Database, lease: Lease, attempt: string): Promise<void> {
  await db.transaction(async (tx) => {
    await lockLedger(tx);
    const [opened] = await tx.rows(
      idRow,
      sql`select id from calls where walk_id = ${lease.walkId} and attempt = ${attempt}::uuid and status <> 'settled'`,
    );
    if (opened === undefined) return;
    postCredits(tx, opened.id, {
      from: callBookingOf(await lockCall(tx, opened.id)),
      to: { account: "spent", credits: 0 },
    });
    await tx.execute(
      sql`update calls set status = 'settled', outcome = 'refused', credits = 0, settled_by = 'never_sent',
            problem = 'never sent: it was not confirmed in time that it was opened', answered_at = now(),
            settled_at = now()
          where id = ${opened.id}`,
    );
  });
}
