import { sql } from "drizzle-orm";
import type { Sql } from "../../database/database.ts";

/** Differs from the locks of single people, which have the class 1. */
const ERASURE = sql`2, 0`;

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
