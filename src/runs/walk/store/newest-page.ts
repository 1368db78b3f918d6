import { type SQL, sql } from "drizzle-orm";

/** Whether the newest page in the store, of the pass of the query, named a next page that does not come after it. */
export const HAS_LOOPED: SQL = sql`coalesce((
  select newest.has_more and newest.next_page <= newest.page from calls newest
  where newest.pass_id = passes.id and newest.outcome = 'answered' and newest.applied_at is not null
  order by newest.page desc, newest.id desc limit 1), false)`;
