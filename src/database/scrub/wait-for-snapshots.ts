import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../database.ts";

const POLL_MS = 100;

const xidRow = z.object({ xid: z.string() });
const olderRow = z.object({ older: z.boolean() });

/**
 * Waits until no transaction is left that began before this call. Until then Postgres keeps the rows that were deleted, and a
 * rewrite of a table copies them. Returns false if there is still one after `timeoutMs` milliseconds.
 */
export async function waitForSnapshots(session: Sql, timeoutMs: number): Promise<boolean> {
  const { xid } = await session.row(xidRow, sql`select pg_current_xact_id()::xid::text as xid`);
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const { older } = await session.row(
      olderRow,
      sql`select exists (
            select from pg_stat_activity where pid <> pg_backend_pid() and
              (age(backend_xmin) > age(${xid}::xid) or age(backend_xid) > age(${xid}::xid))
            union all select from pg_prepared_xacts where age(transaction) > age(${xid}::xid)
          ) as older`,
    );
    if (!older) return true;
    if (Date.now() > deadline) return false;
    await delay(POLL_MS);
  }
}
