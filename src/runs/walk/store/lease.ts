import { type SQL, sql } from "drizzle-orm";
import type { Sql } from "../../../database/database.ts";
import { LeaseLost } from "../../../values/errors.ts";
import { IS_UNFINISHED } from "../../store/unfinished-walk.ts";
import type { Lease } from "../walk-store.ts";

/** Longer than any pause of a healthy process, short enough that a lost worker delays its walks little. */
export const LEASE_SECONDS = 30;

/**
 * Locks the walk until the transaction ends.
 * @throws LeaseLost where another process has taken the walk since
 */
export async function lockWalk(tx: Sql, lease: Lease): Promise<void> {
  const found = await tx.execute(sql`select from walks where ${isHeldBy(lease)} for no key update`);
  if (found === 0) throw leaseLost(lease);
}

/**
 * Condition on `walks` that holds for the walk of this lease only. Under the lock of the ledger the walk itself need not be
 * locked, because a lease is taken under that lock; so the next page can be requested while the last is being stored.
 */
export function isHeldBy({ walkId, token }: Lease): SQL {
  return sql`walks.id = ${walkId} and walks.lease_token = ${token} and ${IS_UNFINISHED}`;
}

export function leaseLost({ walkId }: Lease): LeaseLost {
  return new LeaseLost(`walk ${walkId} was taken over by another process`);
}
