import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { UsageError } from "../../values/errors.ts";

const lockRow = z.object({ locked: z.boolean() });

/**
 * Locks the destination against other exports of new people until the session ends: both would export the same people.
 * @throws UsageError if another export holds the lock
 */
export async function lockDestination(session: Sql, destination: string): Promise<void> {
  const { locked } = await session.row(
    lockRow,
    sql`select pg_try_advisory_lock(hashtextextended('export ' || ${destination}, 0)) as locked`,
  );
  if (locked) return;
  throw new UsageError(
    `another export of new people to ${destination} is running: wait for its end, then export again; nothing was done`,
  );
}
