import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Sql } from "../../../database/database.ts";
import { textList } from "../../../database/text-list.ts";
import { lockErasure } from "../../../people/store/lock-erasure.ts";
import { isSamePerson, type NoticeEntry } from "../../notice-entry.ts";
import { NOT_NOTIFIED, NOTICE_DUE_AT } from "./notice-due.ts";

const storedRow = z.object({
  profileId: z.string(),
  fullName: z.string().nullable(),
  linkedinUrl: z.string().nullable(),
  emails: z.string().nullable(),
});

export interface MarkedNotices {
  /** Ids of the people who are recorded as notified, also of those who were before. */
  readonly notified: readonly string[];
  /** Ids that are not stored. */
  readonly unknown: readonly string[];
  /** Ids under which another person is stored than the entry names; nothing is recorded of them. */
  readonly mismatched: readonly string[];
}

/** Records that people were notified. The first notice counts. */
export async function markNotices(db: Database, entries: readonly NoticeEntry[]): Promise<MarkedNotices> {
  return db.transaction(async (tx) => {
    await lockErasure(tx, "shared");
    const stored = await readStored(tx, entries);
    const isMismatch = (entry: NoticeEntry) => {
      const person = stored.get(entry.profileId);
      return person !== undefined && !isSamePerson(entry, person);
    };
    const mismatched = idsOf(entries.filter(isMismatch));
    const known = idsOf(entries.filter(({ profileId }) => stored.has(profileId)));
    const notified = known.filter((id) => !mismatched.includes(id));
    await tx.execute(
      sql`insert into notices (profile_id) select notified from (${textList(notified)}) as list(notified) on conflict do nothing`,
    );
    return { notified, unknown: idsOf(entries).filter((id) => !stored.has(id)), mismatched };
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

/** Deletes the records of notices that were made last and together, and returns how many. */
export async function undoNotices(db: Database): Promise<number> {
  return db.execute(sql`delete from notices where sent_at = (select max(sent_at) from notices)`);
}

function idsOf(entries: readonly NoticeEntry[]): string[] {
  return [...new Set(entries.map(({ profileId }) => profileId))];
}

async function readStored(tx: Sql, entries: readonly NoticeEntry[]): Promise<Map<string, NoticeEntry>> {
  const rows = await tx.rows(
    storedRow,
    sql`select profile_id as "profileId", full_name as "fullName", linkedin_url as "linkedinUrl",
          (select string_agg(value, ', ') from contacts
            where contacts.profile_id = profiles.profile_id and kind = 'email' and not former_person) as emails
        from profiles where profile_id in (${textList(idsOf(entries))})`,
  );
  return new Map(rows.map((row) => [row.profileId, row]));
}
