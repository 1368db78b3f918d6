import { sql } from "drizzle-orm";
import type { Sql } from "../../database/database.ts";

/** Notes that the end of a run is to be told. */
export async function notifyRunEnd(tx: Sql, runId: number): Promise<void> {
  await tx.execute(sql`insert into webhook_reports (kind, run_id) values ('run_ended', ${runId})`);
}

/** Adds a notification that a firing was missed, with the run that makes up for it. */
export async function notifyMissedFiring(
  tx: Sql,
  firing: { readonly runId: number; readonly schedule: string; readonly plannedFor: Date },
): Promise<void> {
  await tx.execute(
    sql`insert into webhook_reports (kind, run_id, schedule, planned_for)
        values ('night_missed', ${firing.runId}, ${firing.schedule}, ${firing.plannedFor.toISOString()})`,
  );
}
