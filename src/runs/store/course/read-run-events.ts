import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";

const MOST_EVENTS = 200;

export const runEventSchema = z.object({
  at: z.coerce.date(),
  kind: z.enum(["booked", "resumed", "begun", "ended", "suspense", "settled", "reported", "finished"]),
  /** The spec that it concerns; null: the whole run. */
  spec: z.string().nullable(),
  /** A stop reason, a status or what happened to a call; null: the kind says all. */
  detail: z.string().nullable(),
  credits: z.number().nullable(),
});
export type RunEvent = z.infer<typeof runEventSchema>;

/** What happened to a run, oldest first; the newest 200 where there is more. */
export async function readRunEvents(db: Sql, runId: number): Promise<RunEvent[]> {
  const events = await db.rows(
    runEventSchema,
    sql`select at, kind, spec, detail, credits from (
          select created_at as at, 'booked' as kind, null as spec, schedule as detail, budget_credits::bigint as credits
            from runs where id = ${runId}
          union all select asked_at, 'resumed', null, null, budget_credits from runs where id = ${runId} and go > 1
          union all select started_at, 'begun', spec, 'r' || revision, budget_credits from walks
            where run_id = ${runId} and started_at is not null
          union all select finished_at, 'ended', spec, coalesce(stop_reason, status), null from walks
            where run_id = ${runId} and finished_at is not null
          union all select coalesce(answered_at, opened_at), 'suspense', spec, problem, reserved_credits from calls
            where run_id = ${runId} and outcome = 'unknown'
          union all select settled_at, 'settled', spec, settled_by, credits from calls
            where run_id = ${runId} and outcome = 'unknown' and status = 'settled'
          union all select sent_at, 'reported', null, kind, null from webhook_reports
            where run_id = ${runId} and sent_at is not null
          union all select finished_at, 'finished', null, status, null from runs
            where id = ${runId} and finished_at is not null
        ) as events where at is not null order by at desc limit ${MOST_EVENTS}`,
  );
  return events.reverse();
}
