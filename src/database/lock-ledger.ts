import { sql } from "drizzle-orm";
import { z } from "zod";
import { UsageError } from "../values/errors.ts";
import type { Sql, Transaction } from "./database.ts";

const stateRow = z.object({ held: z.boolean(), movedTo: z.string().nullable() });
const LOCK = sql`select held, moved_to as "movedTo" from ledger_state where id for update`;

/**
 * Takes the only lock of the ledger until the transaction ends. Every transaction that moves credits starts here, so that limits
 * are checked for one call at a time. State must be read by a later statement, because the snapshot of this one is older than
 * the lock. To avoid deadlocks, locks are taken in the order erasure, ledger, walk, run, people.
 */
export async function lockLedger(tx: Sql): Promise<{ held: boolean }> {
  const state = await tx.row(stateRow, LOCK);
  if (state.movedTo !== null) throw movedAway(state.movedTo);
  return { held: state.held };
}

/**
 * Takes the lock without waiting for the answer, so that other processes do not wait for this round trip. The caller must make sure
 * that the store cannot be moved, by holding a lock on a table that `db copy` locks.
 */
export function sendLedgerLock(tx: Transaction): void {
  tx.send(LOCK);
}

/** A store that was moved must not spend: it would buy the same pages as its copy. */
export function movedAway(target: string): UsageError {
  return new UsageError(
    `this store was moved to ${target} by \`db copy\`: set DATABASE_URL to it and spend from there`,
  );
}
