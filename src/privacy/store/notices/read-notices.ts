import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";
import { personLineSchema } from "../../erasure-plan.ts";
import { PERSON_COLUMNS } from "../person-row.ts";
import { NOT_NOTIFIED, NOTICE_DUE_AT } from "./notice-due.ts";

const BATCH_ROWS = 1_000;

const noticeLine = personLineSchema.extend({
  emails: z.string().nullable(),
  collectedAt: z.coerce.date(),
  dueAt: z.coerce.date(),
  /** Precise to the microsecond, as JavaScript's dates are not. */
  place: z.string(),
});
export type NoticeLine = z.infer<typeof noticeLine>;

/** Returns the people who were not notified yet, the longest stored first, a thousand at a time. */
export async function* readNotices(
  db: Sql,
  which: "due" | "all",
): AsyncGenerator<NoticeLine[], void, undefined> {
  const isWanted = which === "due" ? sql`${NOTICE_DUE_AT} <= now()` : sql`true`;
  for (let place = "-infinity", after = ""; ; ) {
    const rows = await db.rows(
      noticeLine,
      sql`select ${PERSON_COLUMNS}, first_seen_at as "collectedAt", ${NOTICE_DUE_AT} as "dueAt", first_seen_at::text as place,
            (select string_agg(value, ', ' order by value) from contacts
              where contacts.profile_id = profiles.profile_id and kind = 'email' and not former_person) as emails
          from profiles where ${NOT_NOTIFIED} and ${isWanted} and (first_seen_at, profile_id) > (${place}::timestamptz, ${after})
          order by first_seen_at, profile_id limit ${BATCH_ROWS}`,
    );
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH_ROWS) return;
    place = last.place;
    after = last.profileId;
  }
}
