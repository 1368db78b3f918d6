import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";
import { IS_UNFINISHED, IS_UNLEASED } from "../../store/unfinished-walk.ts";

export const workerSchema = z.object({
  name: z.string(),
  host: z.string(),
  startedAt: z.coerce.date(),
  seenAt: z.coerce.date(),
  /** The walks whose lease it holds. */
  walks: z.array(z.object({ runId: z.number(), spec: z.string() })),
});
export type WorkerSummary = z.infer<typeof workerSchema>;
const runRow = z.object({ id: z.number() });

/** Reads the workers that have sent a heartbeat within the last minute, the oldest first, with what they work on. */
export async function readWorkers(db: Sql): Promise<WorkerSummary[]> {
  return db.rows(
    workerSchema,
    sql`select name, host, started_at as "startedAt", seen_at as "seenAt",
          coalesce((select jsonb_agg(jsonb_build_object('runId', run_id, 'spec', spec) order by run_id, spec) from walks
            where lease_owner = workers.name and not ${IS_UNLEASED} and ${IS_UNFINISHED}), '[]') as walks
        from workers where seen_at > now() - interval '1 minute' order by started_at, name`,
  );
}

/** Reads the runs that are left to the workers, while no worker is alive and no process holds one of their walks. */
export async function readUnattendedRuns(db: Sql): Promise<number[]> {
  const rows = await db.rows(
    runRow,
    sql`select id from runs where status in ('planned', 'running') and lane_owner is null
          and not exists (select from workers where seen_at > now() - interval '1 minute')
          and not exists (select from walks where run_id = runs.id and not ${IS_UNLEASED} and ${IS_UNFINISHED})
        order by id`,
  );
  return rows.map(({ id }) => id);
}
