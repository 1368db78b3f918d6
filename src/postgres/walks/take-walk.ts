import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Lease, Taken } from "../../app/ports.ts";
import type { Database } from "../database.ts";
import { lockLedger } from "../money/lock-ledger.ts";
import { LEASE_SECONDS } from "./fence.ts";
import { suspendOrphans } from "./suspend-orphans.ts";

/** Tells apart the processes that hold leases. */
export interface LeaseHolder {
  /** How this process signs its leases. */
  readonly name: string;
  /** True where the holder has provably ended, so that its lease need not run out. */
  isGone(name: string): boolean;
}

const walkRow = z.object({
  unfinished: z.boolean(),
  token: z.number(),
  owner: z.string().nullable(),
  leased: z.boolean(),
});

/**
 * Takes the lease of an unfinished walk, unless somebody alive holds it. What the walk had sent and not recorded is
 * ambiguous from here on: its credits go to suspense.
 */
export async function takeWalk(db: Database, holder: LeaseHolder, walkId: number): Promise<Taken> {
  return db.transaction(async (tx) => {
    await lockLedger(tx);
    const [walk] = await tx.rows(
      walkRow,
      sql`select status in ('waiting', 'walking') as unfinished, lease_token as token, lease_owner as owner,
            coalesce(lease_until > now(), false) as leased
          from walks where id = ${walkId} for no key update skip locked`,
    );
    if (walk === undefined) return { kind: "busy" };
    if (!walk.unfinished) return { kind: "over" };
    if (walk.leased && walk.owner !== null && !holder.isGone(walk.owner)) return { kind: "busy" };
    const lease = { walkId, token: walk.token + 1 };
    await tx.execute(
      sql`update walks set lease_token = ${lease.token}, lease_owner = ${holder.name},
            lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
          where id = ${walkId}`,
    );
    await suspendOrphans(tx, walkId);
    return { kind: "taken", lease };
  });
}

/** False where somebody else holds the walk by now. */
export async function renewLease(db: Database, lease: Lease): Promise<boolean> {
  const renewed = await db.execute(
    sql`update walks set lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
        where id = ${lease.walkId} and lease_token = ${lease.token}`,
  );
  return renewed > 0;
}
