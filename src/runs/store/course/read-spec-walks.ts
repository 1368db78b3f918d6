import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";
import { STATUSES } from "../../transitions.ts";

export const specWalkSchema = z.object({
  runId: z.number(),
  revision: z.number(),
  status: z.enum(STATUSES.walk),
  stopReason: z.string().nullable(),
  pages: z.number(),
  profilesSeen: z.number(),
  profilesNew: z.number(),
  credits: z.number(),
  startedAt: z.coerce.date(),
  /** The search of that revision, as the API gets it. */
  search: z.record(z.string(), z.unknown()),
});
export type SpecWalk = z.infer<typeof specWalkSchema>;

/** The newest walks of a spec, newest first, each with the search as it was. */
export async function readSpecWalks(db: Sql, spec: string, limit: number): Promise<SpecWalk[]> {
  return db.rows(
    specWalkSchema,
    sql`select run_id as "runId", revision, status, stop_reason as "stopReason", pages, profiles_seen as "profilesSeen",
          profiles_new as "profilesNew", coalesce(budgets.spent, 0) as credits,
          coalesce(started_at, created_at) as "startedAt", search
        from walks left join budgets on budgets.scope = 'walk' and budgets.key = walks.id::text
        where spec = ${spec} order by id desc limit ${limit}`,
  );
}
