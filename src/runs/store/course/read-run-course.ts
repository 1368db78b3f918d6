import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";

/** Steps in time of a curve, and cells of pages, so that a page of the console stays small whatever the run. */
const MOST_POINTS = 160;
const MOST_CELLS = 600;

export const coursePointSchema = z.object({
  at: z.coerce.date(),
  /** Credits spent or in suspense, and new people, up to then. */
  credits: z.number(),
  newPeople: z.number(),
});
export type CoursePoint = z.infer<typeof coursePointSchema>;

/** What was spent and found over the time of a run, in at most 160 steps. */
export async function readRunCourse(db: Sql, runId: number): Promise<CoursePoint[]> {
  return db.rows(
    coursePointSchema,
    sql`with bought as (
          select coalesce(answered_at, opened_at) as at, coalesce(credits, reserved_credits) as credits,
            coalesce(profiles_new, 0) as new_people
          from calls where run_id = ${runId} and status <> 'sent'
        ), span as (select min(at) as first, max(at) as last from bought), steps as (
          select max(at) as at, sum(credits) as credits, sum(new_people) as new_people from bought, span
          group by case when last > first
            then floor(extract(epoch from at - first) / extract(epoch from last - first) * ${MOST_POINTS - 1}) end
        )
        select at, (sum(credits) over (order by at))::bigint as credits,
          (sum(new_people) over (order by at))::bigint as "newPeople" from steps order by at`,
  );
}

export const pageCellSchema = z.object({
  spec: z.string(),
  /** The first of the pages that the cell stands for, and how many they are. */
  page: z.number(),
  pages: z.number(),
  profiles: z.number(),
  profilesNew: z.number(),
  /** Calls for these pages that may have been charged. */
  suspense: z.number(),
});
export type PageCell = z.infer<typeof pageCellSchema>;

/** The pages that a run has bought, in at most about 600 cells. */
export async function readPageCells(db: Sql, runId: number): Promise<PageCell[]> {
  return db.rows(
    pageCellSchema,
    sql`with bought as (
          select spec, page, profiles, profiles_new, status from calls
          where run_id = ${runId} and (outcome = 'answered' or status = 'suspense')
        ), scale as (select greatest(1, ceil(count(*) / ${MOST_CELLS}::numeric))::integer as pages from bought)
        select spec, min(page) as page, count(distinct page)::integer as pages, coalesce(sum(profiles), 0)::bigint as profiles,
          coalesce(sum(profiles_new), 0)::bigint as "profilesNew",
          (count(*) filter (where status = 'suspense'))::integer as suspense
        from bought, scale group by spec, (page - 1) / scale.pages order by spec, page`,
  );
}
