import { sql } from "drizzle-orm";
import { z } from "zod";
import { StoreUnavailable, UsageError } from "../../values/errors.ts";
import { ADVISORY_LOCKS } from "../advisory-locks.ts";
import type { Sql } from "../database.ts";
import { lockLedger } from "../lock-ledger.ts";
import type { CopiedRelation } from "./read-tables.ts";

/** SQLSTATEs of a lock that was not to be had. */
const LOCK_NOT_AVAILABLE = /55P03|40P01/;

const lockRow = z.object({ locked: z.boolean() });
const busyRow = z.object({ busy: z.boolean() });

/**
 * Stops the store until the transaction ends: nothing is spent, nothing written, everything can be read.
 * @throws UsageError where it was moved already, or somebody is at work with it
 */
export async function lockSource(tx: Sql, tables: readonly CopiedRelation[]): Promise<void> {
  try {
    await lockLedger(tx);
    await assertIdle(tx);
    // The ledger's one row is locked; whoever waits for it would not let go of its table.
    const others = tables.filter(({ name }) => name !== "ledger_state").map(({ quoted }) => quoted);
    await tx.execute(sql`lock table ${sql.raw(others.join(", "))} in share mode`);
  } catch (error) {
    throw error instanceof StoreUnavailable && LOCK_NOT_AVAILABLE.test(error.message) ? inUse() : error;
  }
  if (!(await tryCopyLock(tx))) throw new UsageError("another `db copy` of this store is under way");
}

/** Nobody else copies into this database, and it is not the one that is copied. @throws UsageError */
export async function lockTarget(tx: Sql): Promise<void> {
  if (await tryCopyLock(tx)) return;
  throw new UsageError(
    "--to is the very database that is to be copied, or another `db copy` is under way there",
  );
}

async function tryCopyLock(tx: Sql): Promise<boolean> {
  const { locked } = await tx.row(
    lockRow,
    sql`select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.copy}) as locked`,
  );
  return locked;
}

/** A call of a process that has ended is no work: it is copied as it is, and in suspense once its walk is taken there. */
async function assertIdle(tx: Sql): Promise<void> {
  const { busy } = await tx.row(
    busyRow,
    sql`select exists (select from walks where lease_until > now() and status in ('waiting', 'walking'))
          or exists (select from runs where lane_until > now() and status in ('planned', 'running')) as busy`,
  );
  if (busy) throw inUse();
}

function inUse(): UsageError {
  return new UsageError(
    "somebody is at work with this store: stop its runs, workers and other commands (half a minute after the last, leases have run out), then say `db copy` again",
  );
}
