import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { lockOfStore } from "../../database/namespace/store-schema.ts";
import { UsageError } from "../../values/errors.ts";

const lockRow = z.object({ locked: z.boolean() });

/**
 * Locks the destination against other exports of new people, which would export the same people, until `unlockDestinations` or
 * the end of the session.
 * @throws UsageError if another export holds the lock
 */
export async function lockDestination(session: Sql, destination: string): Promise<void> {
  const { locked } = await session.row(
    lockRow,
    sql`select pg_try_advisory_lock(${lockOfStore(sql`hashtextextended('export ' || ${destination}, 0)`)}) as locked`,
  );
  if (locked) return;
  throw new UsageError(
    `another export of new people to ${destination} is running: wait for its end, then export again; nothing was done`,
  );
}

/** Releases the locks of a session at once: the server only ends the session some time after its connection was closed. */
export async function unlockDestinations(session: Sql): Promise<void> {
  await session.execute(sql`select pg_advisory_unlock_all()`);
}
