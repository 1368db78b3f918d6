import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { ADVISORY_LOCK_CLASSES } from "../../database/advisory-locks.ts";
import type { Sql } from "../../database/database.ts";
import { idList } from "../../database/text-list.ts";
import type { Contact } from "../contacts.ts";
import { mergeVersions } from "../merge.ts";
import type { MergedProfile } from "../merged-profile.ts";
import type { KnownPerson, PersonOnPage } from "../page-plan.ts";
import type { Education, Experience } from "../profile.ts";
import { idsIn, readHistories, type VersionSighting } from "./read-versions.ts";

const text = z.string().nullable();
/** Only the outer shape is checked: the list was written by this program, and an entry's own fields are open. */
const listOf = <Entry>() => z.custom<Entry[]>((value) => Array.isArray(value));

const profileRow = z.object({
  profileId: z.string(),
  firstName: text,
  lastName: text,
  fullName: text,
  headline: text,
  location: text,
  linkedinUrl: text,
  linkedinSlug: text,
  summary: text,
  currentTitle: text,
  currentCompany: text,
  skills: z.array(z.string()),
  experiences: listOf<Experience>(),
  educations: listOf<Education>(),
  experiencesDetailed: z.boolean(),
  educationsDetailed: z.boolean(),
  openToWork: z.boolean().nullable(),
  contacts: listOf<Contact>(),
});

/** The columns of `profileRow`, from `profiles p`. */
const PROFILE_COLUMNS = sql`p.profile_id as "profileId", first_name as "firstName", last_name as "lastName",
  full_name as "fullName", headline, location, linkedin_url as "linkedinUrl", linkedin_slug as "linkedinSlug", summary,
  current_title as "currentTitle", current_company as "currentCompany", skills, experiences, educations,
  experiences_detailed as "experiencesDetailed", educations_detailed as "educationsDetailed",
  open_to_work as "openToWork",
  (select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'value', value, 'type', type, 'status', status)
      || case when former_person then '{"formerPerson": true}'::jsonb else '{}' end), '[]')
    from contacts where contacts.profile_id = p.profile_id) as contacts`;

const personRow = z.object({
  profileId: z.string(),
  record: profileRow.nullable(),
  newestCall: z.number().nullable(),
  versionId: z.number().nullable(),
  hash: z.string().nullable(),
  inPass: z.boolean(),
});
export type PersonRow = z.infer<typeof personRow>;

/** Locks the people of a page in the same order everywhere, so that pages never deadlock. */
export async function lockPeople(tx: Sql, ids: readonly string[]): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(${ADVISORY_LOCK_CLASSES.person}::integer, key) from (
          select distinct hashtext(id) as key from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) as id
          order by key) as keys`,
  );
}

/** Returns these people as they are stored, in the order of their ids. @param who a subquery of ids */
export function readMergedProfiles(tx: Sql, who: SQL): Promise<MergedProfile[]> {
  return tx.rows(
    profileRow,
    sql`select ${PROFILE_COLUMNS} from profiles p where p.profile_id in ${who} order by p.profile_id`,
  );
}

/** The people on the page of a call. */
export interface PeopleOfCall {
  readonly callId: number;
  readonly people: readonly PersonOnPage[];
}

/**
 * Returns what is stored of the people on some pages, each of whom is on one page only. The whole profile is read only for
 * people of whom the page shows another version than the newest. Each part looks up one person by an index, whatever the
 * planner assumes.
 */
export async function readPeople(tx: Sql, pages: readonly PeopleOfCall[]): Promise<PersonRow[]> {
  const shown = pages.flatMap(({ callId, people }) => people.map((person) => ({ ...person, call: callId })));
  return tx.rows(
    personRow,
    sql`with pass as materialized (
          select calls.id as call_id, pass_id, fills,
            (select id from calls as one where one.pass_id = coalesce(fills, calls.pass_id) order by page, id limit 1) as first_call
          from calls join passes on passes.id = pass_id where calls.id in (${idList(pages.map(({ callId }) => callId))})
        )
        select shown.id as "profileId", person.record, newest.call_id as "newestCall", newest.id as "versionId", newest.hash,
          coalesce(newest.call_id >= first_call and exists (
            select from sightings s where s.profile_id = shown.id and s.call_id >= first_call
              and (select pass_id from calls where calls.id = s.call_id) in (pass.pass_id, pass.fills)), false) as "inPass"
        from jsonb_to_recordset(${JSON.stringify(shown)}::jsonb) as shown(id text, hash text, call bigint)
          left join pass on pass.call_id = shown.call
          left join lateral (
            select s.call_id, v.id, v.hash from sightings s join profile_versions v on v.id = s.version_id
            where s.profile_id = shown.id order by s.call_id desc, s.position desc limit 1) as newest on true
          left join lateral (
            select to_jsonb(found) as record from (select ${PROFILE_COLUMNS} from profiles p where p.profile_id = shown.id) as found
            where (newest.hash = shown.hash and newest.call_id < shown.call) is not true limit 1) as person on true
        where person.record is not null or newest.id is not null`,
  );
}

/** Whether a page that was opened after that call and shows one of them is stored already. */
export function hasLaterSightings(rows: readonly PersonRow[], callId: number): boolean {
  return rows.some((row) => (row.newestCall ?? 0) > callId);
}

/** Adds the state before and after that call. Costs a round trip if a later page with one of them is stored already. */
export async function addHistories(
  tx: Sql,
  rows: readonly PersonRow[],
  callId: number,
): Promise<Map<string, KnownPerson>> {
  const late = rows.filter((row) => (row.newestCall ?? 0) > callId).map((row) => row.profileId);
  const histories =
    late.length === 0 ? new Map<string, VersionSighting[]>() : await readHistories(tx, idsIn(late));
  return new Map(rows.map((row) => [row.profileId, toKnown(row, histories.get(row.profileId), callId)]));
}

function toKnown(
  row: PersonRow,
  history: readonly VersionSighting[] | undefined,
  callId: number,
): KnownPerson {
  const { versionId, hash, inPass, record } = row;
  if (history === undefined) {
    const newest = versionId === null || hash === null ? null : { id: versionId, hash };
    return { stored: record, before: record, newest, later: [], next: null, inPass };
  }
  // A profile that could not be parsed at first comes after the other entries of its page.
  const before = history.filter((seen) => seen.callId <= callId);
  const later = history.filter((seen) => seen.callId > callId);
  return {
    stored: record,
    before: before.length === 0 ? null : mergeVersions(before),
    newest: before.at(-1)?.version ?? null,
    later,
    next: later[0]?.version ?? null,
    inPass,
  };
}
