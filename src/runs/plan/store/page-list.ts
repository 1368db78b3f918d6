import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type PageOutcome, pageAfter } from "../../walk/next-step.ts";

/** The chosen pages of the pass of the query; null: it buys all. */
export const PAGE_LIST: SQL = sql`case when passes.pages is not null then jsonb_build_object('pages', to_jsonb(passes.pages),
  'toFind', passes.people_sought - passes.people_found, 'totalCount', passes.total_count_before) end`;

export const pageListSchema = z
  .object({
    pages: z.array(z.number()),
    toFind: z.number().nullable(),
    totalCount: z.number().nullable(),
  })
  .nullable();

/** The page that the pass of the query buys after this one. */
export function pageAfterSql(outcome: PageOutcome): SQL {
  const { page, cutShort } = outcome;
  if (cutShort) return sql`${page}::integer`;
  return sql`case when passes.pages is null then ${pageAfter(outcome)}::integer
    else coalesce(passes.pages[array_position(passes.pages, ${page}::integer) + 1], ${page + 1}::integer) end`;
}
