import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "../../database/database.ts";
import { idList } from "../../database/text-list.ts";
import { type Contact, contactKey } from "../contacts.ts";
import type { DetailFlags } from "../merge.ts";
import type { MergedProfile } from "../merged-profile.ts";
import type { KnownPerson, PagePlan } from "../page-plan.ts";
import type { VersionColumns, VersionMarks } from "../version-marks.ts";

/** The timestamps of what is written. */
export interface WriteTimes {
  /** A scalar for new people, changes, and contacts without a time of their own; `r.call` in it is what `callOf` returns. */
  readonly at: SQL;
  /** The call whose page shows a person; default: none. */
  callOf?(profileId: string): number | null;
  /** The time when this contact was first seen, as Postgres writes it; null: `at`. */
  contact?(profileId: string, contact: Contact): string | null;
}

/** Returns the time of a call's answer. */
export function answerTimeOf(callId: number): SQL {
  return sql`(select answered_at from calls where id = ${callId})`;
}

/** The times of the answers to the calls that show each person. */
export function answerTimes(callOf: (profileId: string) => number | null): WriteTimes {
  return { at: sql`(select answered_at from calls where id = r.call)`, callOf };
}

/** Writes people who are new or changed; their contacts become those of the merged profile. */
export function writeProfiles(
  tx: Transaction,
  times: WriteTimes,
  records: readonly MergedProfile[],
  known: ReadonlyMap<string, Pick<KnownPerson, "stored">>,
): void {
  if (records.length === 0) return;
  const rows = records.map((record) => ({ ...record, call: times.callOf?.(record.profileId) ?? null }));
  tx.send(sql`
    insert into profiles (profile_id, first_name, last_name, full_name, headline, location, linkedin_url, linkedin_slug,
      summary, current_title, current_company, skills, experiences, educations, experiences_detailed,
      educations_detailed, open_to_work, first_seen_at, last_changed_at, change_id)
    select "profileId", "firstName", "lastName", "fullName", headline, location, "linkedinUrl", "linkedinSlug",
      summary, "currentTitle", "currentCompany", skills, experiences, educations, "experiencesDetailed",
      "educationsDetailed", "openToWork", ${times.at}, ${times.at}, (select next_change_id())
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(call bigint, "profileId" text, "firstName" text,
      "lastName" text, "fullName" text, headline text, location text, "linkedinUrl" text, "linkedinSlug" text,
      summary text, "currentTitle" text, "currentCompany" text, skills text[], experiences jsonb, educations jsonb,
      "experiencesDetailed" boolean, "educationsDetailed" boolean, "openToWork" boolean)
    order by "profileId"
    on conflict (profile_id) do update set
      first_name = excluded.first_name, last_name = excluded.last_name, full_name = excluded.full_name,
      headline = excluded.headline, location = excluded.location, linkedin_url = excluded.linkedin_url,
      linkedin_slug = excluded.linkedin_slug, summary = excluded.summary, current_title = excluded.current_title,
      current_company = excluded.current_company, skills = excluded.skills, experiences = excluded.experiences,
      educations = excluded.educations, experiences_detailed = excluded.experiences_detailed,
      educations_detailed = excluded.educations_detailed, open_to_work = excluded.open_to_work,
      first_seen_at = least(profiles.first_seen_at, excluded.first_seen_at),
      last_changed_at = excluded.last_changed_at, change_id = excluded.change_id`);
  writeContacts(tx, times, records, known);
}

/** Writes contacts. A search never removes a contact, so that buying needs no right to delete; only a reparse does. */
function writeContacts(
  tx: Transaction,
  times: WriteTimes,
  records: readonly MergedProfile[],
  known: ReadonlyMap<string, Pick<KnownPerson, "stored">>,
): void {
  const changes = records.map((record) =>
    contactChanges(record, known.get(record.profileId)?.stored ?? null, times),
  );
  const rowsOf = <Kind extends keyof ContactChanges>(kind: Kind) => changes.flatMap((change) => change[kind]);
  const [gone, changed, added] = [rowsOf("gone"), rowsOf("changed"), rowsOf("added")];
  if (gone.length > 0)
    tx.send(sql`
      delete from contacts using jsonb_to_recordset(${JSON.stringify(gone)}::jsonb)
        as g("profileId" text, kind text, value text)
      where contacts.profile_id = g."profileId" and contacts.kind = g.kind and contacts.value = g.value`);
  if (changed.length > 0)
    tx.send(sql`
      update contacts set value = c.value, type = c.type, status = c.status,
        former_person = coalesce(c."formerPerson", false)
      from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
        as c("profileId" text, kind text, value text, type text, status text, "oldValue" text, "formerPerson" boolean)
      where contacts.profile_id = c."profileId" and contacts.kind = c.kind and contacts.value = c."oldValue"`);
  if (added.length > 0)
    tx.send(sql`
      insert into contacts (profile_id, kind, value, type, status, former_person, first_seen_at)
      select r."profileId", r.kind, r.value, r.type, r.status, coalesce(r."formerPerson", false), coalesce(r."seenAt", ${times.at})
      from jsonb_to_recordset(${JSON.stringify(added)}::jsonb)
        as r(call bigint, "profileId" text, kind text, value text, type text, status text, "seenAt" timestamptz, "formerPerson" boolean)
      on conflict (profile_id, kind, value) do update set type = excluded.type, status = excluded.status,
        former_person = excluded.former_person`);
}

type ContactRow = Contact & { readonly profileId: string };

interface ContactChanges {
  readonly gone: readonly ContactRow[];
  /** The same contact in another spelling or of another status keeps the date when it was first seen. */
  readonly changed: readonly (ContactRow & { readonly oldValue: string })[];
  readonly added: readonly (ContactRow & { readonly seenAt: string | null })[];
}

function contactChanges(
  { profileId, contacts }: MergedProfile,
  stored: MergedProfile | null,
  times: WriteTimes,
): ContactChanges {
  const before = pairContacts(stored?.contacts ?? [], contacts);
  const paired = new Set(before.values());
  return {
    gone: (stored?.contacts ?? [])
      .filter((contact) => !paired.has(contact))
      .map((contact) => ({ ...contact, profileId })),
    changed: contacts.flatMap((contact) => {
      const old = before.get(contact);
      return old === undefined || isSame(old, contact) ? [] : { ...contact, profileId, oldValue: old.value };
    }),
    added: contacts
      .filter((contact) => !before.has(contact))
      .map((contact) => ({
        ...{ ...contact, profileId, seenAt: times.contact?.(profileId, contact) ?? null },
        call: times.callOf?.(profileId) ?? null,
      })),
  };
}

/** Returns the stored contact of each new one: that of the same spelling, else one of another spelling. */
function pairContacts(stored: readonly Contact[], contacts: readonly Contact[]): Map<Contact, Contact> {
  const pairs = new Map<Contact, Contact>();
  const free = new Set(stored);
  const sameValue = (a: Contact, b: Contact) => a.kind === b.kind && a.value === b.value;
  const sameKey = (a: Contact, b: Contact) => contactKey(a) === contactKey(b);
  for (const isPair of [sameValue, sameKey])
    for (const contact of contacts) {
      const old = pairs.has(contact) ? undefined : [...free].find((one) => isPair(one, contact));
      if (old === undefined) continue;
      pairs.set(contact, old);
      free.delete(old);
    }
  return pairs;
}

function isSame(before: Contact, after: Contact): boolean {
  const isSameOwner = before.formerPerson === after.formerPerson;
  return (
    before.value === after.value &&
    before.type === after.type &&
    before.status === after.status &&
    isSameOwner
  );
}

/** What a page changes, and how its answer was received. */
export interface PlannedPage {
  readonly callId: number;
  readonly plan: PagePlan;
  readonly detail: DetailFlags;
}

/** Writes one row for each sighting on some pages, and the versions that are new, in the order of the pages and of `versions`. */
export function writeSightings(tx: Transaction, pages: readonly PlannedPage[]): void {
  const { versions, sightings } = toSightingRows(pages);
  if (sightings.length === 0) return;
  // INSERT … SELECT … ORDER BY assigns ids in that order; the order of RETURNING is not guaranteed.
  tx.send(sql`
    with answered as materialized (
      select id, answered_at from calls where id in (${idList(pages.map(({ callId }) => callId))})
    ), added as (
      insert into profile_versions (profile_id, hash, raw, experiences_detailed, educations_detailed, current_title,
        current_company, open_to_work, job_changed, previous_title, previous_company, open_to_work_changed, another_person,
        previous_name, call_id, received_at)
      select v."profileId", v.hash, v.raw, v.experiences, v.educations, v."currentTitle", v."currentCompany", v."openToWork",
        v."jobChanged", v."previousTitle", v."previousCompany", v."openToWorkChanged", v."anotherPerson", v."previousName",
        v.call, (select answered_at from answered where answered.id = v.call)
      from (select (listed.version->>'call')::bigint as call, listed.version->>'profileId' as "profileId", listed.version->>'hash' as hash,
          listed.version->>'raw' as raw, (listed.version->>'experiences')::boolean as experiences,
          (listed.version->>'educations')::boolean as educations, listed.version->>'currentTitle' as "currentTitle",
          listed.version->>'currentCompany' as "currentCompany", (listed.version->>'openToWork')::boolean as "openToWork",
          (listed.version->>'jobChanged')::boolean as "jobChanged", listed.version->>'previousTitle' as "previousTitle",
          listed.version->>'previousCompany' as "previousCompany", (listed.version->>'openToWorkChanged')::boolean as "openToWorkChanged",
          (listed.version->>'anotherPerson')::boolean as "anotherPerson", listed.version->>'previousName' as "previousName", listed.place
        from jsonb_array_elements(${JSON.stringify(versions)}::jsonb) with ordinality as listed(version, place)) as v
      order by v.place returning id
    ), placed as (
      select id, row_number() over (order by id) - 1 as place from added
    )
    insert into sightings (call_id, position, profile_id, version_id, seen_at)
    select s.call, s.position, s."profileId", coalesce(s.id, placed.id), answered.answered_at
    from jsonb_to_recordset(${JSON.stringify(sightings)}::jsonb)
        as s(call bigint, position integer, "profileId" text, id bigint, place bigint)
      join answered on answered.id = s.call left join placed on placed.place = s.place
    order by s.call, s.position`);
}

/** A sighting of a new version names its place among the versions of all pages. */
function toSightingRows(pages: readonly PlannedPage[]) {
  const versions: object[] = [];
  const sightings: object[] = [];
  for (const { callId: call, plan, detail } of pages) {
    const before = versions.length;
    const { experiences, educations } = detail;
    for (const { position, profileId, version } of plan.sightings)
      sightings.push({
        ...{ call, position, profileId },
        ...("place" in version ? { place: before + version.place } : version),
      });
    for (const version of plan.versions) versions.push({ ...version, experiences, educations, call });
  }
  return { versions, sightings };
}

/** Corrects the marks of stored versions, and the columns that are given with them. Rows that are right already are left as they are. */
export function writeMarks(
  tx: Transaction,
  marks: readonly (VersionMarks & Partial<VersionColumns> & { readonly id: number })[],
): void {
  if (marks.length === 0) return;
  const columns = marks[0]?.currentTitle === undefined ? null : COLUMNS_SET;
  tx.send(sql`
    update profile_versions set ${columns ?? sql``} job_changed = "jobChanged", previous_title = "previousTitle",
      previous_company = "previousCompany", open_to_work_changed = "openToWorkChanged", another_person = "anotherPerson",
      previous_name = "previousName"
    from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb)
      as v(id bigint, "currentTitle" text, "currentCompany" text, "openToWork" boolean, "jobChanged" boolean,
        "previousTitle" text, "previousCompany" text, "openToWorkChanged" boolean, "anotherPerson" boolean,
        "previousName" text)
    where profile_versions.id = v.id and (${columns === null ? sql`false` : HAS_OTHER_COLUMNS}
      or (job_changed, previous_title, previous_company, open_to_work_changed, another_person, previous_name) is distinct from
        ("jobChanged", "previousTitle", "previousCompany", "openToWorkChanged", "anotherPerson", "previousName"))`);
}

const HAS_OTHER_COLUMNS = sql`(current_title, current_company, open_to_work) is distinct from ("currentTitle", "currentCompany", "openToWork")`;
const COLUMNS_SET = sql`current_title = "currentTitle", current_company = "currentCompany", open_to_work = "openToWork",`;

/** Writes profiles that cannot be stored, with the reason, so that nothing paid for is lost. */
export function writeRejected(tx: Transaction, pages: readonly PlannedPage[]): void {
  const rejected = pages.flatMap(({ callId, plan }) =>
    plan.rejected.map(({ position, path, reason, raw }) => ({ call: callId, position, path, reason, raw })),
  );
  if (rejected.length === 0) return;
  tx.send(sql`
    insert into rejected_profiles (call_id, position, path, reason, raw)
    select call, position, path, reason, raw
    from jsonb_to_recordset(${JSON.stringify(rejected)}::jsonb)
      as r(call bigint, position integer, path text, reason text, raw text)`);
}
