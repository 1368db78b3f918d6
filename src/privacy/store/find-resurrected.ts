import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { storedSlug } from "../../people/identity/linkedin-slug.ts";
import { keysOfPerson, type PersonKey } from "../../people/identity/person-keys.ts";
import { possibleDigests } from "../../people/identity/suppression.ts";
import { readSuppressed, type SuppressionSecret } from "../../people/store/suppressed-people.ts";

/** Few enough that computing their digests does not block the process. */
const BATCH_PEOPLE = 1_000;

const listRow = z.object({ isEmpty: z.boolean() });
const personRow = z.object({
  profileId: z.string(),
  slug: z.string().nullable(),
  url: z.string().nullable(),
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
      sql`select profile_id as "profileId", linkedin_slug as slug, linkedin_url as url,
            (select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'value', value, 'type', null, 'status', null)), '[]')
              from contacts where contacts.profile_id = profiles.profile_id) as contacts
          from profiles where profile_id > ${after} order by profile_id limit ${BATCH_PEOPLE}`,
    );
    const found = await suppressedOf(
      db,
      pepper,
      people.flatMap((person) => keysOfPerson({ ...person, linkedinSlug: storedSlug(person) })),
    );
    const last = people.at(-1);
    if (found.length > 0 || last === undefined) return found;
    after = last.profileId;
  }
}

async function suppressedOf(db: Sql, pepper: string, keys: readonly PersonKey[]): Promise<PersonKey[]> {
  const digests = new Map(keys.map((key) => [key, possibleDigests(pepper, [key])]));
  const suppressed = await readSuppressed(db, [...digests.values()].flat());
  return keys.filter((key) => digests.get(key)?.some((digest) => suppressed.has(digest)));
}
