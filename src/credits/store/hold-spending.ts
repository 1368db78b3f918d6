import { sql } from "drizzle-orm";
import type { Database } from "../../database/database.ts";

/** Forbids or allows all new calls of this store, of every run and process. */
export async function holdSpending(db: Database, held: boolean): Promise<void> {
  await db.execute(sql`update ledger_state set held = ${held}`);
}
