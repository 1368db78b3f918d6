import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../../../database/database.ts";
import type { Schedule } from "../schedule.ts";

const addedRow = z.object({ isNew: z.boolean() });

/**
 * Stores a schedule, or changes it. Times that another cron or zone plans before now are none of its own; where neither changes, a
 * firing that is due stays due. Returns whether the schedule is new.
 */
export async function storeSchedule(db: Database, schedule: Schedule): Promise<boolean> {
  const { name, cron, timeZone, selection, budgetCredits } = schedule;
  const { isNew } = await db.row(
    addedRow,
    sql`insert into schedules (name, cron, time_zone, selection, budget_credits)
        values (${name}, ${cron}, ${timeZone}, ${JSON.stringify(selection)}::jsonb, ${budgetCredits})
        on conflict (name) do update set cron = excluded.cron, time_zone = excluded.time_zone,
          selection = excluded.selection, budget_credits = excluded.budget_credits,
          since = case when (schedules.cron, schedules.time_zone) = (excluded.cron, excluded.time_zone)
            then schedules.since else now() end
        returning created_at = now() as "isNew"`,
  );
  return isNew;
}

/** Removes a schedule. Returns false if there is none of that name. */
export async function removeSchedule(db: Database, name: string): Promise<boolean> {
  return (await db.execute(sql`delete from schedules where name = ${name}`)) > 0;
}
