import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Sql } from "../../../database/database.ts";
import { notifyMissedFiring } from "../../store/add-notification.ts";
import { createRun } from "../../store/create-run.ts";
import type { FiredRun, ScheduledFiring } from "../fire-due.ts";
import { scheduleSelectionSchema } from "../schedule.ts";

const scheduleRow = z.object({ selection: scheduleSelectionSchema, budgetCredits: z.number() });
const runRow = z.object({ id: z.number() });

/**
 * Fires a schedule once: starts its run, or resumes the schedule's unfinished run, whose budget stays as it was. Returns null if
 * it was fired before or the schedule is gone. The row of the schedule is the lock.
 */
export async function fireSchedule(db: Database, firing: ScheduledFiring): Promise<FiredRun | null> {
  return db.transaction(async (tx) => {
    const [schedule] = await tx.rows(
      scheduleRow,
      sql`select selection, budget_credits as "budgetCredits" from schedules
          where name = ${firing.schedule} and enabled for no key update`,
    );
    if (schedule === undefined || (await wasFired(tx, firing))) return null;
    const unfinished = await carryOn(tx, firing.schedule);
    const runId = unfinished ?? (await startScheduledRun(tx, firing, schedule));
    if (runId === null) return null;
    const carriedOn = unfinished !== null;
    if (firing.isLate) await notifyMissedFiring(tx, { ...firing, runId });
    await tx.execute(
      sql`insert into schedule_firings (trigger_key, schedule, planned_for, run_id, carried_on)
          values (${firing.triggerKey}, ${firing.schedule}, ${firing.plannedFor.toISOString()}, ${runId}, ${carriedOn})`,
    );
    return { runId, carriedOn };
  });
}

async function wasFired(tx: Sql, { triggerKey }: ScheduledFiring): Promise<boolean> {
  const rows = await tx.execute(sql`select from schedule_firings where trigger_key = ${triggerKey}`);
  return rows > 0;
}

/** The newest unfinished run of a schedule goes to the workers, unless a command that is alive has it. */
async function carryOn(tx: Sql, schedule: string): Promise<number | null> {
  const [run] = await tx.rows(
    runRow,
    sql`update runs set status = case when status <> 'interrupted' then status
            when exists (select from walks where walks.run_id = runs.id) then 'running' else 'planned' end
        where id = (select id from runs where schedule = ${schedule}
          and status in ('planned', 'running', 'interrupted') order by id desc limit 1)
        returning id`,
  );
  return run?.id ?? null;
}

async function startScheduledRun(
  tx: Sql,
  { triggerKey, schedule: name }: ScheduledFiring,
  { selection, budgetCredits }: z.infer<typeof scheduleRow>,
): Promise<number | null> {
  return createRun(tx, {
    selection,
    specsCsv: null,
    budgetCredits,
    maxPages: null,
    restart: false,
    fillGaps: false,
    owner: null,
    triggerKey,
    schedule: name,
  });
}
