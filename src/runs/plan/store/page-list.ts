import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";

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

/** The page that the pass of the query buys after the page of `asked`, which is bought and not stored yet. */
export const PAGE_AFTER_ASKED: SQL = sql`case when passes.pages is null or asked.cut_short then asked.page_after
  else coalesce(passes.pages[array_position(passes.pages, asked.page) + 1], asked.page + 1) end`;
