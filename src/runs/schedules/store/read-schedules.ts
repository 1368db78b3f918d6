import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";
import { type StoredSchedule, scheduleSelectionSchema } from "../schedule.ts";

const scheduleRow = z.object({
  name: z.string(),
  cron: z.string(),
  timeZone: z.string(),
  selection: scheduleSelectionSchema,
  budgetCredits: z.number(),
  handledUntil: z.coerce.date(),
  changes: z.array(
    z.object({ triggerKey: z.string(), plannedFor: z.coerce.date(), movedTo: z.coerce.date().nullable() }),
  ),
  lastRun: z.object({ runId: z.number(), status: z.string(), plannedFor: z.coerce.date() }).nullable(),
});
const nowRow = z.object({ now: z.coerce.date() });

/** Returns all schedules by name, and the database's time, by which firings are due. */
export async function readSchedules(db: Sql): Promise<{ schedules: StoredSchedule[]; now: Date }> {
  // The clock is read first: a schedule that is set meanwhile has no firing due before it was set.
  const { now } = await db.row(nowRow, sql`select now() as now`);
  const schedules = await db.rows(
    scheduleRow,
    sql`select name, cron, time_zone as "timeZone", selection, budget_credits as "budgetCredits",
          greatest(since, last.planned_for) as "handledUntil",
          (select coalesce(jsonb_agg(jsonb_build_object('triggerKey', trigger_key, 'plannedFor', planned_for, 'movedTo', moved_to)
              order by planned_for), '[]') from schedule_changes where schedule_changes.schedule = schedules.name
              and not exists (
                select from schedule_firings where schedule_firings.trigger_key = schedule_changes.trigger_key)) as changes,
          case when last.run_id is not null then jsonb_build_object('runId', last.run_id, 'status', last.status,
            'plannedFor', last.planned_for) end as "lastRun"
        from schedules left join lateral (
          select planned_for, run_id, runs.status from schedule_firings join runs on runs.id = run_id
          where schedule_firings.schedule = schedules.name order by planned_for desc limit 1) as last on true
        where enabled order by name`,
  );
  return { schedules, now };
}
