import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "../../../database/database.ts";
import { lockLedger } from "../../../database/lock-ledger.ts";
import { assertNotUpgraded } from "../../../database/namespace/assert-not-upgraded.ts";
import { queueNameSql } from "../../store/queue-of-run.ts";
import type { Lease, TakeLeaseResult } from "../walk-store.ts";
import { LEASE_SECONDS } from "./lease.ts";
import { suspendLostCalls } from "./suspend-lost-calls.ts";

/** Identifies the processes that hold leases. */
export interface LeaseOwner {
  /** Name under which this process holds leases. */
  readonly name: string;
  /** Whether the process of that name has provably ended, so that its lease need not expire first. */
  isProcessDead(name: string): boolean;
}

const walkRow = z.object({
  status: z.string(),
  token: z.number(),
  owner: z.string().nullable(),
  leased: z.boolean(),
  /** Calls that the former holder sent and did not record. */
  orphans: z.number(),
  queueName: z.string(),
});

/**
 * Takes the lease of an unfinished walk, unless a live process holds it. Credits of calls that were sent and not recorded
 * go to suspense.
 */
export async function acquireLease(
  db: Database,
  holder: LeaseOwner,
  walkId: number,
): Promise<TakeLeaseResult> {
  const take = async (tx: Transaction): Promise<TakeLeaseResult> => {
    const [, [walk]] = await Promise.all([lockLedger(tx), readWalk(tx, walkId), assertNotUpgraded(tx, db)]);
    if (walk === undefined) return { kind: "busy" };
    const isWalking = walk.status === "walking";
    if (!isWalking && walk.status !== "waiting") return { kind: "over" };
    if (walk.leased && walk.owner !== null && !holder.isProcessDead(walk.owner)) return { kind: "busy" };
    const lease = { walkId, token: walk.token + 1 };
    tx.send(
      sql`update walks set lease_token = ${lease.token}, lease_owner = ${holder.name},
            lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
          where id = ${walkId}`,
    );
    if (walk.orphans > 0) await suspendLostCalls(tx, walkId);
    return { kind: "taken", lease, isWalking, queueName: walk.queueName };
  };
  return db.transaction(take, { prepared: true, flushAfterCommit: true });
}

function readWalk(tx: Transaction, walkId: number): Promise<z.infer<typeof walkRow>[]> {
  return tx.rows(
    walkRow,
    sql`select walks.status, lease_token as token, lease_owner as owner,
          coalesce(lease_until > now(), false) as leased,
          (select count(*) from calls where walk_id = walks.id and status = 'sent') as orphans, ${queueNameSql} as "queueName"
        from walks join runs on runs.id = walks.run_id
        where walks.id = ${walkId} for no key update of walks skip locked`,
  );
}

/** Returns false where another process has taken the walk. */
export async function renewLease(db: Database, lease: Lease): Promise<boolean> {
  const renewed = await db.execute(
    sql`update walks set lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
        where id = ${lease.walkId} and lease_token = ${lease.token}`,
  );
  return renewed > 0;
}
