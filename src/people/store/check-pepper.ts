import { createHmac } from "node:crypto";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../../database/database.ts";
import { UsageError } from "../../values/errors.ts";

const checkRow = z.object({ known: z.string() });

/**
 * Checks that the pepper is the one under which the store's suppressions are written. The first process sets it.
 * @throws UsageError for another pepper, under which no suppressed person would be recognised
 */
export async function checkPepper(db: Database, pepper: string): Promise<void> {
  const check = createHmac("sha256", pepper).update("check").digest("hex").slice(0, 16);
  const { known } = await db.row(
    checkRow,
    sql`update ledger_state set pepper_check = coalesce(pepper_check, ${check}) returning pepper_check as known`,
  );
  if (known === check) return;
  throw new UsageError(
    "this database's list of people to forget was written under another SUPPRESSION_PEPPER, so that they would be stored " +
      "again: set the same one, or copy SOURCING_HOME/secrets/suppression-pepper from the machine that made it",
  );
}
