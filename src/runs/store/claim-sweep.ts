import { sql } from "drizzle-orm";
import type { Database } from "../../database/database.ts";

/** True for one process of all that ask within so many milliseconds. */
export async function claimSweep(db: Database, everyMs: number): Promise<boolean> {
  const claimed = await db.execute(
    sql`update ledger_state set swept_at = now()
        where coalesce(swept_at < now() - make_interval(secs => ${everyMs / 1000}), true)`,
  );
  return claimed > 0;
}
