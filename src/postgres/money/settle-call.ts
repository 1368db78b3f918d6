import { sql } from "drizzle-orm";
import { z } from "zod";
import { UsageError } from "../../domain/errors.ts";
import type { Database } from "../database.ts";
import { lockLedger } from "./lock-ledger.ts";
import { postCredits } from "./post-credits.ts";
import { bookingOf, lockCall } from "./record-answer.ts";

const existsRow = z.object({ known: z.boolean() });

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
    const { known } = await tx.row(
      existsRow,
      sql`select exists (select from calls where id = ${callId}) as known`,
    );
    const call = known ? await lockCall(tx, callId) : null;
    if (call?.status !== "suspense") {
      throw new UsageError(
        `call ${callId} is not in suspense: \`sourcing credits --suspense\` lists those that are`,
      );
    }
    await postCredits(tx, callId, bookingOf(call), { account: "spent", credits });
    await tx.execute(
      sql`update calls set status = 'settled', credits = ${credits}, settled_by = 'person', settled_at = now()
          where id = ${callId}`,
    );
  });
}
