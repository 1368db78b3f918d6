import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Sql } from "../../database/database.ts";
import { textList } from "../../database/text-list.ts";
import { lockErasure } from "../../people/store/lock-erasure.ts";
import { personLineSchema } from "../erasure-plan.ts";
import { NOTICE_DUE_AT } from "./notice-due.ts";
import { PERSON_COLUMNS } from "./person-row.ts";

const BATCH_ROWS = 1_000;
const NOT_NOTIFIED = sql`not exists (select from notices where notices.profile_id = profiles.profile_id)`;

const noticeLine = personLineSchema.extend({
  emails: z.string().nullable(),
  collectedAt: z.coerce.date(),
  dueAt: z.coerce.date(),
  /** Precise to the microsecond, as JavaScript's dates are not. */
  place: z.string(),
});
export type NoticeLine = z.infer<typeof noticeLine>;
const idRow = z.object({ profileId: z.string() });

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
              where contacts.profile_id = profiles.profile_id and kind = 'email') as emails
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

/** Records that people were notified, and returns those of the ids that are stored. The first notice counts. */
export async function markNotices(db: Database, ids: readonly string[]): Promise<string[]> {
  return db.transaction(async (tx) => {
    await lockErasure(tx, "shared");
    const rows = await tx.rows(
      idRow,
      sql`select profile_id as "profileId" from profiles where profile_id in (${textList(ids)}) order by profile_id`,
    );
    const stored = rows.map(({ profileId }) => profileId);
    await tx.execute(
      sql`insert into notices (profile_id) select distinct told from (${textList(stored)}) as list(told) on conflict do nothing`,
    );
    return stored;
  });
}

/** Records that all people whose notice is due were notified, and returns how many. */
export async function markDueNotices(db: Database): Promise<number> {
  return db.transaction(async (tx) => {
    await lockErasure(tx, "shared");
    return tx.execute(
      sql`insert into notices (profile_id) select profile_id from profiles where ${NOT_NOTIFIED} and ${NOTICE_DUE_AT} <= now()
          on conflict do nothing`,
    );
  });
}
