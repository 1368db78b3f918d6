import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Sql } from "../../../database/database.ts";
import { lockLedger } from "../../../database/lock-ledger.ts";
import { statusAfter } from "../../stop-reason.ts";
import { notifyRunEnd } from "../../store/add-notification.ts";
import { queueNameSql, walkJobRow } from "../../store/queue-of-run.ts";
import { IS_UNFINISHED } from "../../store/unfinished-walk.ts";
import type { WalkJob } from "../walk-queue.ts";
import type { Lease, WalkEnding } from "../walk-store.ts";
import { countUnapplied } from "./count-unapplied.ts";
import { lockWalk } from "./lease.ts";
import { returnToCutPage } from "./newest-page.ts";
import { suspendLostCalls } from "./suspend-lost-calls.ts";

const idRow = z.object({ id: z.number() });

/**
 * Ends a walk, its pass where the pages ended it, and its run where it was the last walk of it.
 * @returns jobs of the walks that waited for this one; null, and nothing has ended, where an answer of the search waits to be
 * applied and the database has not refused it
 * @throws LeaseLost
 */
export async function finishWalk(db: Database, lease: Lease, ending: WalkEnding): Promise<WalkJob[] | null> {
  return db.transaction(async (tx) => {
    await lockLedger(tx);
    await lockWalk(tx, lease);
    const unapplied = await countUnapplied(tx, lease);
    if (unapplied > 0 && ending.reason !== "store_refused") return null;
    await suspendLostCalls(tx, lease.walkId);
    if (ending.reason === "out_of_credits") await returnToCutPage(tx, lease.walkId);
    const status = statusAfter(ending.reason);
    await tx.execute(
      sql`update walks set status = ${status}, stop_reason = ${ending.reason}, note = ${ending.note}, fresh = ${ending.fresh},
            lease_owner = null, lease_until = null, started_at = coalesce(started_at, now()), finished_at = now()
          where id = ${lease.walkId}`,
    );
    if (status === "complete" || status === "failed") {
      await tx.execute(
        sql`update passes set status = ${status}, end_reason = ${ending.reason}, ended_at = now()
            where id = (select pass_id from walks where id = ${lease.walkId}) and status = 'open'`,
      );
    }
    await finishRun(tx, sql`(select run_id from walks where id = ${lease.walkId})`);
    return jobsOfJoinedWalks(tx, lease);
  });
}

/** Ends a run that has no unfinished walk; the lock makes walks that finish at the same time see each other. */
export async function finishRun(tx: Sql, runId: ReturnType<typeof sql>): Promise<void> {
  await tx.execute(sql`select from runs where id = ${runId} for no key update`);
  const [ended] = await tx.rows(
    idRow,
    sql`update runs set status = case when cancelled then 'cancelled' else 'done' end, finished_at = now(), lane_until = null
        where id = ${runId} and not exists (
            select from walks where walks.run_id = runs.id and ${IS_UNFINISHED})
          and (status = 'running' or (status = 'interrupted'
            and exists (select from walks where walks.run_id = runs.id)))
        returning id`,
  );
  if (ended !== undefined) await notifyRunEnd(tx, ended.id);
}

async function jobsOfJoinedWalks(tx: Sql, lease: Lease): Promise<WalkJob[]> {
  return tx.rows(
    walkJobRow,
    sql`select walks.id as "walkId", walks.lease_token as token, ${queueNameSql} as "queueName"
        from walks join runs on runs.id = walks.run_id
        join walks ended on ended.spec = walks.spec and ended.fingerprint = walks.fingerprint
        where ended.id = ${lease.walkId} and walks.status = 'waiting' and runs.status = 'running'`,
  );
}

/** Releases the lease of a walk. Returns its next job, or null where it has ended or was taken over. */
export async function releaseLease(db: Database, lease: Lease): Promise<WalkJob | null> {
  const [job] = await db.rows(
    walkJobRow,
    sql`update walks set lease_owner = null, lease_until = null from runs
        where runs.id = walks.run_id and walks.id = ${lease.walkId} and lease_token = ${lease.token}
          and ${IS_UNFINISHED}
        returning walks.id as "walkId", walks.lease_token as token, ${queueNameSql} as "queueName"`,
  );
  return job ?? null;
}
