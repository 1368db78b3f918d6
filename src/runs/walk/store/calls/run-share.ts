import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";

/** Null where the run has no budget. */
export const runShareSchema = z
  .object({
    dearest: z.number().nullable(),
    others: z.array(
      z.object({
        walks: z.number(),
        pages: z.number(),
        maxPages: z.number().nullable(),
        isAhead: z.boolean(),
      }),
    ),
  })
  .nullable();

/**
 * The other unfinished walks of the run of this query's walk, in few groups; null where the run has no budget. Walks are
 * numbered in the order in which they go. A walk that waits for another run is left out: it may wait for long, and its spec
 * is being bought.
 */
export function readRunShare(keyId: string): SQL {
  return sql`case when runs.budget_credits is not null then (
    select jsonb_build_object('others', coalesce(jsonb_agg(jsonb_build_object(
        'walks', places.walks, 'pages', places.pages, 'maxPages', places.max_pages, 'isAhead', places.is_ahead)), '[]'),
      'dearest', (select max(dearest) from price_classes where key_id = ${keyId}))
    from (
      select count(*) as walks, other.pages + coalesce(in_flight.calls, 0) as pages,
        least(other.max_pages, runs.max_pages) as max_pages, other.id < walks.id as is_ahead
      from walks other
        left join (select walk_id, count(*) as calls from calls where status = 'sent' group by walk_id) in_flight
          on in_flight.walk_id = other.id
      where other.run_id = runs.id and other.id <> walks.id and other.status in ('waiting', 'walking')
        and not (other.status = 'waiting' and other.joined)
      group by 2, 3, 4) places) end`;
}

/**
 * Whether the walk of this query has made no call since its run was started or resumed, and an unfinished walk of another
 * priority that goes before it, and has no more pages, has made none either. A walk that waits for another run keeps no other waiting.
 */
export const WAITS_FOR_MORE_URGENT: SQL = sql`(
  not exists (select from calls where calls.walk_id = walks.id and calls.go = runs.go)
  and exists (select from walks other
    where other.run_id = runs.id and other.id < walks.id and other.priority <> walks.priority and other.pages <= walks.pages
      and other.status in ('waiting', 'walking') and not (other.status = 'waiting' and other.joined)
      and not exists (select from calls where calls.walk_id = other.id and calls.go = runs.go)))`;
