import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../../../database/database.ts";
import type { Schedule } from "../schedule.ts";

const addedRow = z.object({ isNew: z.boolean() });

/** Stores a schedule, or changes it; nights planned before now are none of its own. True where it is new. */
export async function storeSchedule(db: Database, schedule: Schedule): Promise<boolean> {
  const { name, cron, timeZone, selection, budgetCredits } = schedule;
  const { isNew } = await db.row(
    addedRow,
    sql`insert into schedules (name, cron, time_zone, selection, budget_credits)
        values (${name}, ${cron}, ${timeZone}, ${JSON.stringify(selection)}::jsonb, ${budgetCredits})
        on conflict (name) do update set cron = excluded.cron, time_zone = excluded.time_zone,
          selection = excluded.selection, budget_credits = excluded.budget_credits, since = now()
        returning created_at = now() as "isNew"`,
  );
  return isNew;
}

/** False where there is none of that name. */
export async function removeSchedule(db: Database, name: string): Promise<boolean> {
  return (await db.execute(sql`delete from schedules where name = ${name}`)) > 0;
}
