import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";
import { LeaseLost } from "../../../values/errors.ts";
import { IS_UNFINISHED } from "../../store/unfinished-walk.ts";
import type { Lease } from "../walk-store.ts";

const idRow = z.object({ id: z.number() });

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

/** Locks walks until the transaction ends, in the order of their ids. Returns those whose leases are held. */
export async function lockWalks(tx: Sql, leases: readonly Lease[]): Promise<ReadonlySet<number>> {
  const rows = leases.map(({ walkId, token }) => ({ walk_id: walkId, token }));
  const held = await tx.rows(
    idRow,
    sql`select walks.id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as lease(walk_id bigint, token bigint)
          join walks on ${isHeldByRow(sql`lease`)} order by walks.id for no key update of walks`,
  );
  return new Set(held.map(({ id }) => id));
}

/**
 * Condition on `walks` that holds for the walk of this lease only. Under the lock of the ledger the walk itself need not be
 * locked, because a lease is taken under that lock; so the next page can be requested while the last is being stored.
 */
export function isHeldBy({ walkId, token }: Lease): SQL {
  return sql`walks.id = ${walkId} and walks.lease_token = ${token} and ${IS_UNFINISHED}`;
}

/** As `isHeldBy`, of the walks of the rows (walk_id, token) that a query calls so. */
export function isHeldByRow(row: SQL): SQL {
  return sql`walks.id = ${row}.walk_id and walks.lease_token = ${row}.token and ${IS_UNFINISHED}`;
}

export function leaseLost({ walkId }: Lease): LeaseLost {
  return new LeaseLost(`walk ${walkId} was taken over by another process`);
}
