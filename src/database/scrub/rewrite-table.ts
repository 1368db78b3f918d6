import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { StoreUnavailable } from "../../values/errors.ts";
import type { Sql } from "../database.ts";
import { quoteName } from "../roles/quote-name.ts";

/** While the rewrite waits for the lock of a table, everything else that uses the table waits behind it. */
const LOCK_TIMEOUT = "2s";
const PAUSE_MS = 500;
const MOST_TRIES = 10;

/**
 * Writes a table and its indexes anew without what was deleted from them, and renews the statistics of the table. Statements on
 * this table wait meanwhile. Returns false if the table is in use all the time, so that its lock cannot be had.
 * @param session a connection outside of a transaction
 * @throws StoreUnavailable, StoreRefused
 */
export async function rewriteTable(session: Sql, table: string): Promise<boolean> {
  await session.execute(sql`select set_config('lock_timeout', ${LOCK_TIMEOUT}, false)`);
  for (let tries = 1; ; tries += 1) {
    try {
      await session.execute(sql.raw(`vacuum (full, analyze) ${quoteName(table)}`));
      return true;
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      if (tries === MOST_TRIES) return false;
      await delay(PAUSE_MS);
    }
  }
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof StoreUnavailable && error.message.includes("55P03");
}
