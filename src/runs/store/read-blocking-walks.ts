import { sql } from "drizzle-orm";
import type { Sql } from "../../database/database.ts";
import type { WalkJob } from "../walk/walk-queue.ts";
import { queueNameSql, walkJobRow } from "./queue-of-run.ts";

const leasedRow = walkJobRow.extend({ leaseOwner: walkJobRow.shape.queueName.nullable() });

/**
 * Reads the walks of other runs for which walks of this run wait and whose lease no live process holds. Those of a run that
 * a command works on by itself are left out: the command does so, or `reassignAbandonedRuns` ends its hold.
 */
export async function readBlockingWalks(
  db: Sql,
  runId: number,
  isProcessDead: (owner: string) => boolean,
): Promise<WalkJob[]> {
  const rows = await db.rows(
    leasedRow,
    sql`select blocking.id as "walkId", blocking.lease_token as token, ${queueNameSql} as "queueName",
          case when blocking.lease_until > now() then blocking.lease_owner end as "leaseOwner"
        from walks join walks blocking on blocking.spec = walks.spec and blocking.fingerprint = walks.fingerprint
          join runs on runs.id = blocking.run_id
        where walks.run_id = ${runId} and walks.status = 'waiting' and walks.joined
          and blocking.status = 'walking' and blocking.id <> walks.id and runs.lane_owner is null
        order by blocking.id`,
  );
  return rows
    .filter(({ leaseOwner }) => leaseOwner === null || isProcessDead(leaseOwner))
    .map(({ leaseOwner: _, ...job }) => job);
}
