import { type SQL, sql } from "drizzle-orm";
import type { Sql } from "../../../database/database.ts";
import { FULL_PAGE } from "../cut-page.ts";

/** Whether the newest page in the store, of the pass of the query, named a next page that does not come after it. */
export const HAS_LOOPED: SQL = sql`coalesce((
  select newest.has_more and newest.next_page <= newest.page from calls newest
  where newest.pass_id = passes.id and newest.outcome = 'answered' and newest.applied_at is not null
  order by newest.page desc, newest.id desc limit 1), false)`;

/** Profiles on the largest page of the pass of the query, other than that of its `calls`; 0: there is no other. */
export const LARGEST_OTHER_PAGE: SQL = sql`coalesce((
  select max(other.profiles) from calls other
  where other.pass_id = calls.pass_id and other.id <> calls.id and other.outcome = 'answered'), 0)`;

/**
 * Moves the checkpoint of a walk back to its newest page, where that page was not full, promised more, and named no balance:
 * after the API has answered that the balance is empty, it counts as cut short.
 */
export async function returnToCutPage(tx: Sql, walkId: number): Promise<void> {
  await tx.execute(
    sql`update passes set next_page = newest.page
        from walks, lateral (select page, profiles, has_more, balance from calls
          where calls.pass_id = walks.pass_id and outcome = 'answered' and applied_at is not null
          order by page desc, id desc limit 1) as newest
        where walks.id = ${walkId} and passes.id = walks.pass_id and passes.status = 'open'
          and passes.end_reason is null and newest.page < passes.next_page
          and newest.has_more and newest.balance is null
          and newest.profiles < greatest(${FULL_PAGE}, (select max(profiles) from calls
            where calls.pass_id = passes.id and outcome = 'answered'))`,
  );
}
