import { sql } from "drizzle-orm";
import { ADVISORY_LOCK_CLASSES } from "../../database/advisory-locks.ts";
import type { Sql } from "../../database/database.ts";

const ERASURE = sql`${ADVISORY_LOCK_CLASSES.erasure}::integer, 0`;

/**
 * Takes the first lock of every transaction that stores people (shared) or erases them (alone), held until the transaction
 * ends. A transaction that stores a person therefore either reads the suppression in a later statement, or has committed
 * before the erasure looks for the person.
 */
export async function lockErasure(tx: Sql, mode: "shared" | "alone"): Promise<void> {
  await tx.execute(
    mode === "shared"
      ? sql`select pg_advisory_xact_lock_shared(${ERASURE})`
      : sql`select pg_advisory_xact_lock(${ERASURE})`,
  );
}
