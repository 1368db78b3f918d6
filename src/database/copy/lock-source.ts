import { sql } from "drizzle-orm";
import { z } from "zod";
import { StoreUnavailable, UsageError } from "../../values/errors.ts";
import { ADVISORY_LOCKS } from "../advisory-locks.ts";
import type { Sql } from "../database.ts";
import { lockLedger } from "../lock-ledger.ts";
import { lockOfStore } from "../namespace/store-schema.ts";
import type { CopiedRelation } from "./read-tables.ts";

/** SQLSTATEs of a lock that could not be taken in time. */
export const LOCK_NOT_AVAILABLE = /55P03|40P01/;

const lockRow = z.object({ locked: z.boolean() });
const busyRow = z.object({ busy: z.boolean() });

/**
 * Locks the store until the transaction ends: nothing can be spent or written, everything can be read.
 * @throws UsageError if it was moved already or is in use
 */
export async function lockSource(tx: Sql, tables: readonly CopiedRelation[]): Promise<void> {
  try {
    await lockLedger(tx);
    await assertIdle(tx);
    // The ledger's only row is locked. A transaction that waits for it holds a lock on the table, so locking that would wait too.
    const others = tables.filter(({ name }) => name !== "ledger_state").map(({ quoted }) => quoted);
    await tx.execute(sql`lock table ${sql.raw(others.join(", "))} in share mode`);
  } catch (error) {
    throw error instanceof StoreUnavailable && LOCK_NOT_AVAILABLE.test(error.message) ? inUse() : error;
  }
  if (!(await tryCopyLock(tx))) throw new UsageError("another `db copy` of this store is running");
}

/** Locks the target. @throws UsageError if another `db copy` writes to it, or it is the source itself */
export async function lockTarget(tx: Sql, command = "db copy"): Promise<void> {
  if (await tryCopyLock(tx)) return;
  if (command !== "db copy")
    throw new UsageError("another `db copy` or `db restore` of this store is running");
  throw new UsageError(
    "--to is the very database that is to be copied, or another `db copy` is running there",
  );
}

async function tryCopyLock(tx: Sql): Promise<boolean> {
  const { locked } = await tx.row(
    lockRow,
    sql`select pg_try_advisory_xact_lock(${lockOfStore(sql`${ADVISORY_LOCKS.copy}`)}) as locked`,
  );
  return locked;
}

/** Only leases count. An open call of a dead process is copied as it is, and goes into suspense when its walk is leased there. */
export async function assertIdle(tx: Sql, command = "db copy"): Promise<void> {
  const { busy } = await tx.row(
    busyRow,
    sql`select exists (select from walks where lease_until > now() and status in ('waiting', 'walking'))
          or exists (select from runs where lane_until > now() and status in ('planned', 'running')) as busy`,
  );
  if (busy) throw inUse(command);
}

export function inUse(command = "db copy"): UsageError {
  return new UsageError(
    `this store is in use: stop its runs, workers and other commands (their leases expire within half a minute), then run \`${command}\` again`,
  );
}
