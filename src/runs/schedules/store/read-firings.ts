import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";
import { runStatusSchema } from "../../run-report.ts";

export const firedSchema = z.object({
  schedule: z.string(),
  plannedFor: z.coerce.date(),
  firedAt: z.coerce.date(),
  runId: z.number(),
  carriedOn: z.boolean(),
  status: runStatusSchema,
  /** Walks of the run that failed. */
  failed: z.number(),
  profilesNew: z.number(),
  credits: z.number(),
});
export type Fired = z.infer<typeof firedSchema>;

/** The firings of a time, with what their runs came to, oldest first. */
export async function readFirings(db: Sql, from: Date, until: Date): Promise<Fired[]> {
  return db.rows(
    firedSchema,
    sql`select schedule_firings.schedule, planned_for as "plannedFor", fired_at as "firedAt", run_id as "runId",
          carried_on as "carriedOn", runs.status, sums.*,
          coalesce((select spent from budgets where scope = 'run' and key = run_id::text), 0) as credits
        from schedule_firings join runs on runs.id = run_id,
          lateral (select count(*) filter (where status = 'failed') as failed,
            coalesce(sum(profiles_new), 0)::bigint as "profilesNew" from walks where walks.run_id = runs.id) as sums
        where planned_for >= ${from.toISOString()} and planned_for < ${until.toISOString()} order by planned_for`,
  );
}
