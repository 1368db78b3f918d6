import { sql } from "drizzle-orm";
import { ADVISORY_LOCK_CLASSES } from "../../database/advisory-locks.ts";
import type { Sql } from "../../database/database.ts";

const ERASURE = sql`${ADVISORY_LOCK_CLASSES.erasure}::integer, 0`;

/**
 * The first lock of every transaction that stores people or writes down who they are (shared), and of every one that erases
 * them (alone), held until it ends. So whoever stores somebody either sees that they are suppressed, by a later statement
 * than this, or is done before they are looked for.
 */
export async function lockErasure(tx: Sql, mode: "shared" | "alone"): Promise<void> {
  await tx.execute(
    mode === "shared"
      ? sql`select pg_advisory_xact_lock_shared(${ERASURE})`
      : sql`select pg_advisory_xact_lock(${ERASURE})`,
  );
}
