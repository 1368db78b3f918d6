import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";

export const limitUseSchema = z.object({
  /** Credits spent, in suspense or booked for calls in flight, of the day and the month in the zone of the limits. */
  day: z.number(),
  month: z.number(),
});
export type LimitUse = z.infer<typeof limitUseSchema>;

/** Returns what counts against the limits of the day and the month. @param timeZone zone in which these begin */
export async function readLimitUse(db: Sql, timeZone: string): Promise<LimitUse> {
  return db.row(
    limitUseSchema,
    sql`select coalesce(sum(booked) filter (where scope = 'day'), 0)::bigint as day,
          coalesce(sum(booked) filter (where scope = 'month'), 0)::bigint as month
        from (select scope, spent + suspense + reserved as booked from budgets where (scope, key) in (
          ('day', to_char(now() at time zone ${timeZone}, 'YYYY-MM-DD')),
          ('month', to_char(now() at time zone ${timeZone}, 'YYYY-MM')))) as used`,
  );
}
