import { sql } from "drizzle-orm";
import type { Sql } from "../../database/database.ts";
import { type Candidate, candidateSchema } from "../candidate.ts";
import { toHandedOnAddresses, toHandedOnNumbers } from "../contact-texts.ts";
import type { ExportFilter } from "../export-set.ts";

const BATCH_ROWS = 1_000;
/** The form of a timestamp in JSON made by Postgres with the time zone UTC. */
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?\+00:00$/;

const candidateRow = candidateSchema.extend({ more: candidateSchema.shape.more.nullable() });
const moreRow = candidateRow.pick({ more: true });

/** The names of the query's columns, without the id, in its order. */
export async function readExtraColumns(session: Sql): Promise<string[]> {
  const rows = await session.rows(moreRow, sql`select more from export_set order by position limit 1`);
  return Object.keys(rows[0]?.more ?? {}).filter((name) => name !== "profile_id");
}

/** Reads the people of `pg_temp.export_set` in their order, a thousand at a time, so that any number fits in memory. */
export async function* readExportSet(
  session: Sql,
  people: number,
  { contacts }: ExportFilter,
): AsyncGenerator<Candidate[]> {
  const contactColumns = contacts
    ? sql`${contactsOf("email")} as emails, ${contactsOf("phone")} as phones`
    : sql`array[]::text[] as emails, array[]::text[] as phones`;
  for (let after = 0; after < people; after += BATCH_ROWS) {
    const rows = await session.rows(
      candidateRow,
      sql`select profile_id, full_name, first_name, last_name, headline, location, current_title, current_company,
            linkedin_url, skills_text as skills, specs_text as specs, open_to_work, first_seen_at, last_changed_at,
            last_seen_at, has_work_email, has_personal_email, has_phone, ${contactColumns}, export_set.more
          from export_set join candidates using (profile_id)
          where position > ${after} and position <= ${after + BATCH_ROWS} order by position`,
    );
    yield rows.map(({ more, ...candidate }) => ({
      ...candidate,
      emails: toHandedOnAddresses(candidate.emails),
      phones: toHandedOnNumbers(candidate.phones),
      more: withDates(more ?? {}),
    }));
  }
}

function contactsOf(kind: "email" | "phone") {
  return sql`array(select value from contacts where contacts.profile_id = candidates.profile_id and kind = ${kind}
    and not former_person
    order by status = 'verified' desc nulls last, type = 'work' desc nulls last, value)`;
}

/** Converts timestamps to dates, so that they are written like those of the other columns. */
function withDates(more: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(more).map(([name, value]) => [
      name,
      typeof value === "string" && TIMESTAMP.test(value) ? new Date(value) : value,
    ]),
  );
}
