import { type SQL, sql } from "drizzle-orm";
import type { Lease } from "../../app/ports.ts";
import { LeaseLost } from "../../domain/errors.ts";
import type { Sql } from "../database.ts";

/** Longer than any pause of a healthy process, short enough for a night to lose nothing by it. */
export const LEASE_SECONDS = 30;

/**
 * Locks the walk until the transaction ends.
 * @throws LeaseLost where somebody else has taken the walk since
 */
export async function lockWalk(tx: Sql, lease: Lease): Promise<void> {
  refuseUnless(await tx.execute(sql`${holding(lease)} for no key update`), lease);
}

/**
 * Under the lock of the ledger no lock of the walk is needed, because nobody takes a walk without the former; so the
 * next page can be asked for while the last is being stored.
 * @throws LeaseLost where somebody else has taken the walk since
 */
export async function checkFence(tx: Sql, lease: Lease): Promise<void> {
  refuseUnless(await tx.execute(holding(lease)), lease);
}

function holding({ walkId, token }: Lease): SQL {
  return sql`select from walks where id = ${walkId} and lease_token = ${token} and status in ('waiting', 'walking')`;
}

function refuseUnless(found: number, { walkId }: Lease): void {
  if (found === 0) throw new LeaseLost(`walk ${walkId} is in other hands`);
}
