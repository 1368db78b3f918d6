import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";
import { STATUSES } from "../../transitions.ts";

export const runCallSchema = z.object({
  call: z.number(),
  spec: z.string(),
  page: z.number(),
  status: z.enum(STATUSES.call),
  /** What came of it; null: nothing has come yet. */
  outcome: z.string().nullable(),
  /** The true price; null: it is not settled. */
  credits: z.number().nullable(),
  reserved: z.number(),
  profiles: z.number().nullable(),
  profilesNew: z.number().nullable(),
  openedAt: z.coerce.date(),
  /** From opening to the answer, in milliseconds; null: no answer. */
  ms: z.number().nullable(),
  /** The API's name for the call. */
  requestId: z.string().nullable(),
  problem: z.string().nullable(),
});
export type RunCall = z.infer<typeof runCallSchema>;

/** The newest calls of a run, newest first. @param before only calls with a smaller number; null: all */
export async function readRunCalls(
  db: Sql,
  runId: number,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<RunCall[]> {
  return db.rows(
    runCallSchema,
    sql`select id as call, spec, page, status, outcome, credits, reserved_credits as reserved, profiles,
          profiles_new as "profilesNew", opened_at as "openedAt",
          (extract(epoch from answered_at - opened_at) * 1000)::bigint as ms, request_id as "requestId", problem
        from calls where run_id = ${runId} and (${before}::bigint is null or id < ${before})
        order by id desc limit ${limit}`,
  );
}
