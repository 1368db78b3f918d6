import { sql } from "drizzle-orm";

/** When a person in `profiles` has to be notified: at the latest one month after collection (Art. 14 GDPR). */
export const NOTICE_DUE_AT = sql`first_seen_at + interval '1 month'`;

/** The condition that a person in `profiles` was not notified yet. */
export const NOT_NOTIFIED = sql`not exists (select from notices where notices.profile_id = profiles.profile_id)`;
