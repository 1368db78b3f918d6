import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import type { WalkJob } from "../walk/walk-queue.ts";
import { queueNameSql, walkJobRow } from "./queue-of-run.ts";
import { HAS_UNAPPLIED_PAGE, IS_UNFINISHED } from "./unfinished-walk.ts";

const heldRow = walkJobRow.extend({ holder: z.string().nullable() });

const idRow = z.object({ id: z.number() });

/** Reads the unfinished walks of a run that have a page which is recorded and not applied. */
export async function readUnappliedWalks(db: Sql, runId: number): Promise<number[]> {
  const rows = await db.rows(
    idRow,
    sql`select id from walks where run_id = ${runId} and ${IS_UNFINISHED} and ${HAS_UNAPPLIED_PAGE} order by id`,
  );
  return rows.map(({ id }) => id);
}

/**
 * The walks of a run, or of all that workers work on (null), that are unfinished and in nobody's hands or in those of a
 * process that has ended: first readings and unfinished ones before refreshes, then by priority.
 */
export async function readUnleasedWalks(
  db: Sql,
  runId: number | null,
  isProcessDead: (owner: string) => boolean,
): Promise<WalkJob[]> {
  const chosen = runId === null ? sql`runs.lane_owner is null` : sql`runs.id = ${runId}`;
  const rows = await db.rows(
    heldRow,
    sql`select walks.id as "walkId", walks.lease_token as token, ${queueNameSql} as "queueName",
          case when walks.lease_until > now() then walks.lease_owner end as holder
        from walks join runs on runs.id = walks.run_id
        where ${IS_UNFINISHED} and runs.status = 'running' and ${chosen}
        order by exists (select from passes where passes.spec = walks.spec
            and passes.fingerprint = walks.fingerprint and passes.status = 'complete'),
          walks.priority desc, walks.id`,
  );
  return rows
    .filter(({ holder }) => holder === null || isProcessDead(holder))
    .map(({ holder: _, ...ring }) => ring);
}
