import { sql } from "drizzle-orm";

/** True of a row of `walks` that has not ended. */
export const IS_UNFINISHED = sql`walks.status in ('waiting', 'walking')`;

/** True of a row of `walks` whose lease has run out or was released. */
export const IS_UNLEASED = sql`coalesce(walks.lease_until < now(), true)`;

/** True of a row of `walks` that bought a page which is recorded and not applied. */
export const HAS_UNAPPLIED_PAGE = sql`exists (select from calls where calls.walk_id = walks.id
  and calls.outcome = 'answered' and calls.applied_at is null)`;
