import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { keysOfPerson, type PersonKey } from "../../people/person-keys.ts";
import { readSuppressed, type SuppressionSecret } from "../../people/store/suppressed-people.ts";
import { suppressionDigests } from "../../people/suppression.ts";

/** Few enough that computing their digests does not block the process. */
const BATCH_PEOPLE = 1_000;

const listRow = z.object({ isEmpty: z.boolean() });
const personRow = z.object({
  profileId: z.string(),
  linkedinSlug: z.string().nullable(),
  contacts: z.array(
    z.object({ kind: z.enum(["email", "phone"]), value: z.string(), type: z.null(), status: z.null() }),
  ),
});

/**
 * Returns the suppressed keys of stored people, of the first batch in which there are any; empty: no suppressed person is
 * stored. A restored backup brings such people back.
 */
export async function suppressedButStored(db: Sql, { pepper }: SuppressionSecret): Promise<PersonKey[]> {
  const { isEmpty } = await db.row(listRow, sql`select not exists (select from suppressions) as "isEmpty"`);
  if (isEmpty) return [];
  for (let after = ""; ; ) {
    const people = await db.rows(
      personRow,
      sql`select profile_id as "profileId", linkedin_slug as "linkedinSlug",
            (select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'value', value, 'type', null, 'status', null)), '[]')
              from contacts where contacts.profile_id = profiles.profile_id) as contacts
          from profiles where profile_id > ${after} order by profile_id limit ${BATCH_PEOPLE}`,
    );
    const found = await suppressedOf(db, pepper, people.flatMap(keysOfPerson));
    const last = people.at(-1);
    if (found.length > 0 || last === undefined) return found;
    after = last.profileId;
  }
}

async function suppressedOf(db: Sql, pepper: string, keys: readonly PersonKey[]): Promise<PersonKey[]> {
  const digests = suppressionDigests(pepper, keys).map(({ digest }) => digest);
  const suppressed = await readSuppressed(db, digests);
  return keys.filter((_, index) => suppressed.has(digests[index] ?? ""));
}
