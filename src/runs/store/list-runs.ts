import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { runStatusSchema } from "../run-report.ts";
import { IS_OUTDATED } from "./outdated-walks.ts";
import { IS_UNFINISHED, IS_UNLEASED } from "./unfinished-walk.ts";

export const runSummarySchema = z.object({
  runId: z.number(),
  status: runStatusSchema,
  startedAt: z.coerce.date(),
  durationMs: z.number(),
  specs: z.number(),
  unfinished: z.number(),
  /** Walks that the next run of their spec continues. */
  stopped: z.number(),
  failed: z.number(),
  profilesNew: z.number(),
  creditsSpent: z.number(),
  creditsInSuspense: z.number(),
  /** Distinct reasons why walks stopped or failed. */
  reasons: z.array(z.string()),
});
export type RunSummary = z.infer<typeof runSummarySchema>;
const idRow = z.object({ id: z.number() });
const liveRow = z.object({ id: z.number(), owner: z.string().nullable() });

/** Which runs a list has; null: all. */
export interface RunFilter {
  /** Only runs with a smaller number, so that a list goes on where another ended. */
  readonly before: number | null;
  readonly schedule: string | null;
  /** Only runs with a walk of this spec. */
  readonly spec: string | null;
}

const EVERY_RUN: RunFilter = { before: null, schedule: null, spec: null };

/** The newest runs, newest first. */
export async function listRuns(db: Sql, limit: number, filter: RunFilter = EVERY_RUN): Promise<RunSummary[]> {
  const { before, schedule, spec } = filter;
  return db.rows(
    runSummarySchema,
    sql`select runs.id as "runId", runs.status, runs.created_at as "startedAt",
          (extract(epoch from coalesce(runs.finished_at, now()) - runs.asked_at) * 1000)::bigint as "durationMs",
          count(walks.id) as specs,
          count(*) filter (where ${IS_UNFINISHED}) as unfinished,
          count(*) filter (where walks.status in ('stopped', 'cancelled')) as stopped,
          count(*) filter (where walks.status = 'failed') as failed,
          coalesce(sum(walks.profiles_new), 0)::bigint as "profilesNew",
          coalesce(max(budgets.spent), 0) as "creditsSpent", coalesce(max(budgets.suspense), 0) as "creditsInSuspense",
          coalesce(array_agg(distinct walks.stop_reason) filter (where walks.status in ('stopped', 'failed')), '{}')
            as reasons
        from (select * from runs where (${before}::bigint is null or id < ${before})
            and (${schedule}::text is null or schedule = ${schedule})
            and (${spec}::text is null or exists (select from walks where run_id = runs.id and spec = ${spec}))
            order by id desc limit ${limit}) as runs
          left join walks on walks.run_id = runs.id
          left join budgets on budgets.scope = 'run' and budgets.key = runs.id::text
        group by runs.id, runs.status, runs.created_at, runs.finished_at, runs.asked_at order by runs.id desc`,
  );
}

/**
 * Returns the newest run, or null if there is none: of all, or of those that can go on, with their specs as they are now or also
 * `as_started`, or of those that go on without another word and that no later run has carried on (`worth_resuming`).
 */
export async function newestRun(
  db: Sql,
  which: "any" | "unfinished" | "as_started" | "worth_resuming",
): Promise<number | null> {
  if (which === "worth_resuming") return newestWorthResuming(db);
  const isCurrent = which === "as_started" ? sql`true` : sql`not ${IS_OUTDATED}`;
  const chosen =
    which === "any"
      ? sql`true`
      : sql`(runs.status = 'planned'
          or (runs.status = 'interrupted' and not exists (select from walks where walks.run_id = runs.id))
          or exists (select from walks where walks.run_id = runs.id and ${isCurrent}
            and (walks.status in ('stopped', 'cancelled') or (${IS_UNFINISHED} and ${IS_UNLEASED}))))`;
  const [run] = await db.rows(idRow, sql`select id from runs where ${chosen} order by id desc limit 1`);
  return run?.id ?? null;
}

/** A run that its own budget or limits ended asks for another number, not for `resume`; a cancelled one was ended on purpose. */
async function newestWorthResuming(db: Sql): Promise<number | null> {
  const [run] = await db.rows(
    idRow,
    sql`select run_id as id from walks join runs on runs.id = run_id
        where runs.status <> 'cancelled' and not ${IS_OUTDATED}
          and ((walks.status = 'stopped' and walks.stop_reason not in ('budget_reached', 'max_pages'))
            or (${IS_UNFINISHED} and ${IS_UNLEASED} and runs.status = 'interrupted'))
          and not exists (select from walks later where later.spec = walks.spec and later.id > walks.id)
        order by run_id desc limit 1`,
  );
  if (run !== undefined) return run.id;
  const [interrupted] = await db.rows(
    idRow,
    sql`select id from runs where status = 'interrupted'
          and not exists (select from walks where run_id = runs.id) order by id desc limit 1`,
  );
  return interrupted?.id ?? null;
}

/** The newest run that is at work, and the process that works on it alone (null: workers); null: no run is. */
export async function readLiveRun(db: Sql): Promise<z.infer<typeof liveRow> | null> {
  const [run] = await db.rows(
    liveRow,
    sql`select id, lane_owner as owner from runs where status = 'running' or (status = 'planned' and lane_owner is not null)
        order by id desc limit 1`,
  );
  return run ?? null;
}

/** Runs that were booked for the workers and not started. */
export async function readPlannedRuns(db: Sql): Promise<number[]> {
  const rows = await db.rows(
    idRow,
    sql`select id from runs where status = 'planned' and lane_owner is null order by id`,
  );
  return rows.map((row) => row.id);
}
