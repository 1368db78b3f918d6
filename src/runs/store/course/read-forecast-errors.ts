import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";

export const forecastErrorSchema = z.object({
  runId: z.number(),
  startedAt: z.coerce.date(),
  /** Walks of the run that had a forecast and came to their end. */
  walks: z.number(),
  /** Credits that were forecast for them, and what they cost. */
  forecast: z.number(),
  actual: z.number(),
  /** How many of them cost between the lowest and the highest of their forecast. */
  within: z.number(),
});
export type ForecastError = z.infer<typeof forecastErrorSchema>;

/** How forecasts of the newest runs compare with what was spent, oldest first. */
export async function readForecastErrors(db: Sql, limit: number): Promise<ForecastError[]> {
  const newest = await db.rows(
    forecastErrorSchema,
    sql`select runs.id as "runId", runs.created_at as "startedAt", compared.* from (
          select id, created_at from runs where exists (select from walks where run_id = runs.id
            and forecast_credits is not null and status = 'complete' and not fresh)
          order by id desc limit ${limit}) as runs,
          lateral (select count(*) as walks, sum(forecast_credits)::bigint as forecast, sum(spent)::bigint as actual,
              count(*) filter (where spent between forecast_low and forecast_high) as within
            from walks, lateral (select coalesce((select spent + suspense from budgets
                where scope = 'walk' and key = walks.id::text), 0) as spent) as booked
            where run_id = runs.id and forecast_credits is not null and status = 'complete' and not fresh) as compared
        order by runs.id desc`,
  );
  return newest.reverse();
}
