import { sql } from "drizzle-orm";
import { z } from "zod";
import { UsageError } from "../values/errors.ts";
import type { Sql, Transaction } from "./database.ts";

const stateRow = z.object({ held: z.boolean(), movedTo: z.string().nullable() });
const LOCK = sql`select held, moved_to as "movedTo" from ledger_state where id for update`;

/**
 * Takes the one lock of the ledger until the transaction ends. Everything that moves credits starts here, so that
 * limits are decided one call at a time. What depends on it must be read by a later statement: this one's snapshot is
 * older than the lock. Locks are taken in the order erasure, ledger, walk, run, people, so
 * that nothing deadlocks.
 */
export async function lockLedger(tx: Sql): Promise<{ held: boolean }> {
  const state = await tx.row(stateRow, LOCK);
  if (state.movedTo !== null) throw movedAway(state.movedTo);
  return { held: state.held };
}

/**
 * Takes the lock without waiting to hear of it, so that nobody else waits for this process while it is held. For who has made
 * sure, by holding a table that a copy must lock, that the store is not moved.
 */
export function sendLedgerLock(tx: Transaction): void {
  tx.send(LOCK);
}

/** Whoever spent from a store that lives elsewhere would buy what is bought there too. */
export function movedAway(place: string): UsageError {
  return new UsageError(
    `this store was moved to ${place} by \`db copy\`: set DATABASE_URL to it and spend from there`,
  );
}
