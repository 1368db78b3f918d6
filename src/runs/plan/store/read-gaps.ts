import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";
import { STATUSES } from "../../transitions.ts";
import type { GapHistory } from "../choose-fill.ts";
import { gapPages } from "../gap-pages.ts";

const gapsRow = z.object({
  spec: z.string(),
  bought: z.array(
    z.object({
      page: z.number(),
      profiles: z.number(),
      totalCount: z.number().nullable(),
      repeated: z.number(),
    }),
  ),
  fill: z
    .object({
      id: z.number(),
      status: z.enum(STATUSES.pass),
      pages: z.array(z.number()),
      nextPage: z.number(),
    })
    .nullable(),
});

/** Names a search. */
interface SearchName {
  readonly spec: string;
  readonly fingerprint: string;
}

/**
 * Reads the gaps of the newest pass of each of these searches, by slug. Searches whose newest pass is not complete are left out.
 * Repeats are counted from the sightings, so that passes of any age are covered.
 */
export async function readGaps(db: Sql, searches: readonly SearchName[]): Promise<Map<string, GapHistory>> {
  const wanted = searches.map(({ spec, fingerprint }) => ({ spec, fingerprint }));
  const rows = await db.rows(
    gapsRow,
    sql`select wanted.spec, coalesce(bought.pages, '[]') as bought, fill.found as fill
        from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as wanted(spec text, fingerprint text)
          join lateral (select id, status from passes where passes.spec = wanted.spec
            and passes.fingerprint = wanted.fingerprint and passes.fills is null order by id desc limit 1) as newest
            on newest.status = 'complete'
          left join lateral (
            select jsonb_build_object('id', id, 'status', status, 'pages', to_jsonb(pages), 'nextPage', next_page) as found
            from passes where passes.fills = newest.id order by id desc limit 1) as fill on true
          left join lateral (
            select jsonb_agg(jsonb_build_object('page', page, 'profiles', profiles, 'totalCount', total_count, 'repeated', (
                select count(distinct shown.profile_id) from sightings shown where shown.call_id = page_calls.id
                  and exists (select from sightings before join calls on calls.id = before.call_id
                    where before.profile_id = shown.profile_id and calls.pass_id = newest.id
                      and calls.page < page_calls.page))) order by page) as pages
            from (select distinct on (page) id, page, profiles, total_count from calls
              where pass_id = newest.id and outcome = 'answered' and applied_at is not null
              order by page, id desc) as page_calls) as bought on true`,
  );
  return new Map(rows.map((row) => [row.spec, toGapHistory(row)]));
}

function toGapHistory({ bought, fill }: z.infer<typeof gapsRow>): GapHistory {
  const totals = bought.flatMap(({ totalCount }) => totalCount ?? []);
  return { gaps: gapPages(bought), totalCount: totals.at(-1) ?? null, fill };
}
