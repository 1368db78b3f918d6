import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { UsageError } from "../../values/errors.ts";

const lockRow = z.object({ locked: z.boolean() });

/**
 * Keeps other exports of new people to the destination out until the session ends: both would hand over the same.
 * @throws UsageError where one is at work
 */
export async function lockDestination(session: Sql, destination: string): Promise<void> {
  const { locked } = await session.row(
    lockRow,
    sql`select pg_try_advisory_lock(hashtextextended('export ' || ${destination}, 0)) as locked`,
  );
  if (locked) return;
  throw new UsageError(
    `another export of new people to ${destination} is at work: wait for its end, then export again; nothing was done`,
  );
}
