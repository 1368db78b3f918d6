import { type SQL, sql } from "drizzle-orm";
import type { Sql } from "../../../database/database.ts";
import { LeaseLost } from "../../../values/errors.ts";
import type { Lease } from "../walk-store.ts";

/** Longer than any pause of a healthy process, short enough for a night to lose nothing by it. */
export const LEASE_SECONDS = 30;

/**
 * Locks the walk until the transaction ends.
 * @throws LeaseLost where somebody else has taken the walk since
 */
export async function lockWalk(tx: Sql, lease: Lease): Promise<void> {
  const found = await tx.execute(sql`select from walks where ${isHeldBy(lease)} for no key update`);
  if (found === 0) throw leaseLost(lease);
}

/**
 * True of the one walk whose lease it is, as `walks`. Under the lock of the ledger no lock of the walk is needed, because
 * nobody takes a walk without the former; so the next page can be asked for while the last is being stored.
 */
export function isHeldBy({ walkId, token }: Lease): SQL {
  return sql`walks.id = ${walkId} and walks.lease_token = ${token} and walks.status in ('waiting', 'walking')`;
}

export function leaseLost({ walkId }: Lease): LeaseLost {
  return new LeaseLost(`walk ${walkId} is in other hands`);
}
