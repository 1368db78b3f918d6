import { sql } from "drizzle-orm";
import type { Database } from "../../../database/database.ts";
import type { FiringChange } from "../schedule.ts";

/** Skips or moves one firing that is to come, in place of what was said of it before. */
export async function changeFiring(
  db: Database,
  schedule: string,
  { triggerKey, plannedFor, movedTo }: FiringChange,
  changedBy: string,
): Promise<void> {
  await db.execute(
    sql`insert into schedule_changes (trigger_key, schedule, planned_for, moved_to, changed_by)
        values (${triggerKey}, ${schedule}, ${plannedFor.toISOString()}, ${movedTo?.toISOString() ?? null}, ${changedBy})
        on conflict (trigger_key) do update set moved_to = excluded.moved_to, changed_by = excluded.changed_by, changed_at = now()`,
  );
}

/** Takes back what was changed about a firing. False where nothing was. */
export async function restoreFiring(db: Database, triggerKey: string): Promise<boolean> {
  return (await db.execute(sql`delete from schedule_changes where trigger_key = ${triggerKey}`)) > 0;
}
