import { sql } from "drizzle-orm";
import { z } from "zod";
import type { CandidateRow, ExportFilter } from "../../app/people-store.ts";
import type { Database } from "../database.ts";

const BATCH_ROWS = 1_000;
const candidateRow = z.looseObject({ profile_id: z.string() });

/** Candidates in the order of their ids, a thousand at a time, so that any number fits in memory. */
export async function* exportCandidates(db: Database, filter: ExportFilter): AsyncGenerator<CandidateRow[]> {
  const since =
    filter.since === null ? sql`true` : sql`last_changed_at >= ${filter.since.toISOString()}::timestamptz`;
  const specs =
    filter.specs === null
      ? sql`true`
      : sql`specs && array(select jsonb_array_elements_text(${JSON.stringify(filter.specs)}::jsonb))`;
  const contacts = filter.contacts
    ? sql`, (select string_agg(value, ', ' order by value) from contacts
              where contacts.profile_id = candidates.profile_id and kind = 'email') as emails,
            (select string_agg(value, ', ' order by value) from contacts
              where contacts.profile_id = candidates.profile_id and kind = 'phone') as phones`
    : sql``;
  for (let after = ""; ; ) {
    const rows = await db.rows(
      candidateRow,
      sql`select profile_id, full_name, first_name, last_name, headline, location, current_title, current_company,
            linkedin_url, skills_text as skills, specs_text as specs, open_to_work, first_seen_at, last_changed_at,
            last_seen_at, has_work_email, has_personal_email, has_phone ${contacts}
          from candidates where profile_id > ${after} and ${since} and ${specs}
          order by profile_id limit ${BATCH_ROWS}`,
    );
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH_ROWS) return;
    after = last.profile_id;
  }
}
