import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { textList } from "../../database/text-list.ts";
import { withFormerKeys } from "../../people/identity/former-keys.ts";
import { storedSlug } from "../../people/identity/linkedin-slug.ts";
import {
  keysOfPerson,
  keyText,
  makeKeyMatcher,
  type PersonKey,
  uniqueKeys,
} from "../../people/identity/person-keys.ts";
import { parseProfile } from "../../people/profile.ts";
import { toNamePattern } from "./loose-pattern.ts";
import { withoutSharedAddresses } from "./shared-addresses.ts";

/** A stored person, with the key by which they were found and all keys by which they are known. */
export interface KnownByKeys {
  readonly profileId: string;
  readonly why: PersonKey;
  readonly keys: readonly PersonKey[];
}

export interface MatchResult {
  /** The keys asked for, and the ids, slugs and e-mail addresses of the people found; phone numbers only as asked. */
  readonly keys: readonly PersonKey[];
  readonly people: readonly KnownByKeys[];
}

const idRow = z.object({ profileId: z.string() });
type IdRow = z.infer<typeof idRow>;
const keysRow = z.object({
  profileId: z.string(),
  slug: z.string().nullable(),
  url: z.string().nullable(),
  contacts: z.array(z.object({ kind: z.enum(["email", "phone"]), value: z.string() })),
  raws: z.array(z.string()),
});

/**
 * Finds the stored people who share a key with those given, or with a person found: they count as one person here. An
 * address that many people hold is a shared mailbox: it counts only if it was asked for.
 * @param deep looks for former slugs in all versions too, which reads many of them
 */
export async function findPeople(
  db: Sql,
  asked: readonly PersonKey[],
  { deep }: { deep: boolean },
): Promise<MatchResult> {
  const keys = new Map(asked.map((key) => [keyText(key), key]));
  const people = new Map<string, KnownByKeys>();
  for (let fresh = [...keys.values()]; fresh.length > 0; ) {
    const candidates = (await findPossibleMatches(db, fresh, deep)).filter((id) => !people.has(id));
    const isKnown = makeKeyMatcher([...keys.values()]);
    fresh = [];
    for (const person of await readKeys(db, candidates)) {
      const why = person.keys.find((key) => isKnown([key]));
      if (why === undefined) continue;
      people.set(person.profileId, { ...person, why });
      fresh.push(...person.keys.filter((key) => key.kind !== "phone" && !keys.has(keyText(key))));
    }
    fresh = await withoutSharedAddresses(db, uniqueKeys(fresh));
    for (const key of fresh) keys.set(keyText(key), key);
  }
  return { keys: [...keys.values()], people: [...people.values()] };
}

/** Returns the ids of people who may be known by one of these keys, by index if there is one; a superset of the matches. */
async function findPossibleMatches(db: Sql, keys: readonly PersonKey[], deep: boolean): Promise<string[]> {
  const forms = keys.flatMap(withFormerKeys);
  const valuesOf = (kind: PersonKey["kind"]) =>
    forms.filter((key) => key.kind === kind).map(({ value }) => value);
  const slugs = valuesOf("linkedin_slug");
  const rows = await db.rows(
    idRow,
    sql`select profile_id as "profileId" from profiles where profile_id in (${textList(valuesOf("profile_id"))})
        union select profile_id from profiles where linkedin_slug in (${textList(slugs)})
        union select profile_id from contacts where kind = 'email' and value in (${textList(valuesOf("email"))})
        order by 1`,
  );
  const ids = [rows, await findByPhone(db, valuesOf("phone")), await findByUnreadAddress(db, slugs)];
  if (deep) ids.push(await findByNameInId(db, slugs), await findByOldSlug(db, slugs));
  return [...new Set(ids.flat().map((row) => row.profileId))];
}

/** Phone numbers are stored as they were written, so the search compares their last digits, unless these may not be digits. */
async function findByPhone(db: Sql, numbers: readonly string[]): Promise<IdRow[]> {
  if (numbers.length === 0) return [];
  return db.rows(
    idRow,
    sql`select distinct profile_id as "profileId" from contacts where kind = 'phone' and (value collate "C" ~ '[^\\x20-\\x7e]|[a-zA-Z;#]'
          or right(regexp_replace(value collate "C", '\\D', '', 'g'), 6) in (${textList(numbers.map((number) => number.slice(-6)))}))`,
  );
}

/** Finds people of whose address no name was read when they were stored. */
async function findByUnreadAddress(db: Sql, slugs: readonly string[]): Promise<IdRow[]> {
  if (slugs.length === 0) return [];
  return db.rows(
    idRow,
    sql`select profile_id as "profileId" from profiles where linkedin_slug is null and linkedin_url collate "C" ~* ${toNamePattern(slugs)}`,
  );
}

/** Finds people whose id is a LinkedIn name in another letter case, or an address with it. */
async function findByNameInId(db: Sql, slugs: readonly string[]): Promise<IdRow[]> {
  if (slugs.length === 0) return [];
  return db.rows(
    idRow,
    sql`select profile_id as "profileId" from profiles where profile_id collate "C" ~* ${toNamePattern(slugs)}`,
  );
}

/** Only a person with several versions can have had another slug than the current one. */
async function findByOldSlug(db: Sql, slugs: readonly string[]): Promise<IdRow[]> {
  if (slugs.length === 0) return [];
  return db.rows(
    idRow,
    sql`with several as materialized (
          select profile_id from profile_versions group by profile_id having count(*) > 1
        )
        select distinct profile_id as "profileId" from several join profile_versions using (profile_id)
        where raw collate "C" ~* ${toNamePattern(slugs)}`,
  );
}

/** Returns all keys by which these people are or were known, from all their versions. */
async function readKeys(
  db: Sql,
  ids: readonly string[],
): Promise<{ profileId: string; keys: readonly PersonKey[] }[]> {
  const rows = await db.rows(
    keysRow,
    sql`select profile_id as "profileId", linkedin_slug as slug, linkedin_url as url,
          (select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'value', value)), '[]')
            from contacts where contacts.profile_id = profiles.profile_id) as contacts,
          array(select raw from profile_versions where profile_versions.profile_id = profiles.profile_id) as raws
        from profiles where profile_id in (${textList(ids)}) order by profile_id`,
  );
  return rows.map(({ profileId, slug, url, contacts, raws }) => {
    const now = {
      profileId,
      linkedinSlug: storedSlug({ slug, url }),
      contacts: contacts.map((one) => ({ ...one, type: null, status: null })),
    };
    const forms = raws
      .map((raw) => parseProfile(JSON.parse(raw), 0))
      .filter((read) => read.kind === "profile");
    return {
      profileId,
      keys: uniqueKeys([now, ...forms.map(({ profile }) => profile)].flatMap(keysOfPerson)),
    };
  });
}
