import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import type { StoredSpec } from "../../specs/spec-changes.ts";
import type { SearchHistory } from "../plan/run-plan.ts";
import { STOP_REASONS } from "../stop-reason.ts";
import { STATUSES } from "../transitions.ts";

const moment = z.coerce.date().nullable();
const historyRow = z.object({
  spec: z.string(),
  status: z.enum(STATUSES.pass).nullable(),
  endReason: z.enum(STOP_REASONS).nullable(),
  endedAt: moment,
  nextPage: z.number().nullable(),
  lastBoughtAt: moment,
  searchBoughtAt: moment,
  everComplete: z.boolean(),
  totalCount: z.number().nullable(),
  completeCredits: z.array(z.number()),
});

/** Older ones say little about what the next will cost. */
const READINGS_LOOKED_AT = 5;

/** What was bought of each of these searches before, by slug. */
export async function readHistories(
  db: Sql,
  specs: readonly StoredSpec[],
): Promise<Map<string, SearchHistory>> {
  const searches = specs.map(({ spec, fingerprint }) => ({ spec, fingerprint }));
  const rows = await db.rows(
    historyRow,
    sql`select wanted.spec, newest.status, newest.end_reason as "endReason", newest.ended_at as "endedAt",
          newest.next_page as "nextPage", newest.last_bought_at as "lastBoughtAt", newest.search_bought_at as "searchBoughtAt",
          complete.credits is not null as "everComplete",
          (select calls.total_count from calls where calls.pass_id = newest.id and calls.total_count is not null
            order by calls.id desc limit 1) as "totalCount",
          coalesce(complete.credits, '[]') as "completeCredits"
        from jsonb_to_recordset(${JSON.stringify(searches)}::jsonb) as wanted(spec text, fingerprint text)
          left join lateral (select passes.*, max(last_bought_at) over () as search_bought_at from passes where passes.spec = wanted.spec
            and passes.fingerprint = wanted.fingerprint and passes.fills is null order by passes.id desc limit 1) as newest on true
          left join lateral (select jsonb_agg(credits order by id desc) as credits from (
            select passes.id, coalesce((select sum(calls.credits) from calls where calls.pass_id = passes.id), 0) as credits
            from passes where passes.spec = wanted.spec and passes.fingerprint = wanted.fingerprint
              and passes.status = 'complete' and passes.fills is null order by passes.id desc limit ${READINGS_LOOKED_AT}) as readings
          ) as complete on true`,
  );
  return new Map(rows.map((row) => [row.spec, toHistory(row)]));
}

function toHistory(row: z.infer<typeof historyRow>): SearchHistory {
  const { status, endReason, endedAt, nextPage, lastBoughtAt, searchBoughtAt } = row;
  const last =
    status === null
      ? null
      : { status, endReason, endedAt, nextPage: nextPage ?? 1, lastBoughtAt, searchBoughtAt };
  const { everComplete, totalCount, completeCredits } = row;
  return { last, everComplete, totalCount, completeCredits };
}
