import { sql } from "drizzle-orm";

/** When a person in `profiles` has to be notified: at the latest one month after collection (Art. 14 GDPR). */
export const NOTICE_DUE_AT = sql`first_seen_at + interval '1 month'`;
