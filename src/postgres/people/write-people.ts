import { sql } from "drizzle-orm";
import { contactKey } from "../../domain/contacts.ts";
import type { Detail, PersonRecord } from "../../domain/merge.ts";
import type { KnownPerson, NewVersion, PagePlan } from "../../domain/page-plan.ts";
import type { Transaction } from "../database.ts";

/** People who are new or changed, with their contacts. */
export function writeProfiles(
  tx: Transaction,
  callId: number,
  records: readonly PersonRecord[],
  known: ReadonlyMap<string, KnownPerson>,
): void {
  if (records.length === 0) return;
  tx.later(sql`
    insert into profiles (profile_id, first_name, last_name, full_name, headline, location, linkedin_url, linkedin_slug,
      summary, current_title, current_company, skills, experiences, educations, experiences_detailed,
      educations_detailed, open_to_work, first_seen_at, last_changed_at)
    select "profileId", "firstName", "lastName", "fullName", headline, location, "linkedinUrl", "linkedinSlug",
      summary, "currentTitle", "currentCompany", skills, experiences, educations, "experiencesDetailed",
      "educationsDetailed", "openToWork", calls.answered_at, calls.answered_at
    from calls, jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r("profileId" text, "firstName" text,
      "lastName" text, "fullName" text, headline text, location text, "linkedinUrl" text, "linkedinSlug" text,
      summary text, "currentTitle" text, "currentCompany" text, skills text[], experiences jsonb, educations jsonb,
      "experiencesDetailed" boolean, "educationsDetailed" boolean, "openToWork" boolean)
    where calls.id = ${callId} order by "profileId"
    on conflict (profile_id) do update set
      first_name = excluded.first_name, last_name = excluded.last_name, full_name = excluded.full_name,
      headline = excluded.headline, location = excluded.location, linkedin_url = excluded.linkedin_url,
      linkedin_slug = excluded.linkedin_slug, summary = excluded.summary, current_title = excluded.current_title,
      current_company = excluded.current_company, skills = excluded.skills, experiences = excluded.experiences,
      educations = excluded.educations, experiences_detailed = excluded.experiences_detailed,
      educations_detailed = excluded.educations_detailed, open_to_work = excluded.open_to_work,
      last_changed_at = excluded.last_changed_at`);
  writeContacts(tx, callId, records, known);
}

function writeContacts(
  tx: Transaction,
  callId: number,
  records: readonly PersonRecord[],
  known: ReadonlyMap<string, KnownPerson>,
): void {
  const contacts = records.flatMap((record) => newContacts(record, known.get(record.profileId)?.stored));
  if (contacts.length === 0) return;
  tx.later(sql`
    insert into contacts (profile_id, kind, value, type, status, first_seen_at)
    select c."profileId", c.kind, c.value, c.type, c.status, calls.answered_at
    from calls, jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb)
      as c("profileId" text, kind text, value text, type text, status text)
    where calls.id = ${callId}
    on conflict (profile_id, kind, value) do update set type = excluded.type, status = excluded.status`);
}

function newContacts(record: PersonRecord, stored: PersonRecord | undefined) {
  const old = new Map(stored?.contacts.map((contact) => [contactKey(contact), contact]));
  return record.contacts
    .filter((contact) => {
      const before = old.get(contactKey(contact));
      return before === undefined || before.type !== contact.type || before.status !== contact.status;
    })
    .map((contact) => ({ profileId: record.profileId, ...contact }));
}

/** One row for each time that the page shows somebody, and the raw forms that were not known, in the order of `versions`. */
export function writeSightings(tx: Transaction, callId: number, plan: PagePlan, detail: Detail): void {
  if (plan.sightings.length === 0) return;
  const sightings = plan.sightings.map(({ position, profileId, version }) => ({
    position,
    profileId,
    ...version,
  }));
  // INSERT … SELECT … ORDER BY numbers its rows in that order, though it promises nothing for RETURNING.
  tx.later(sql`
    with added as (
      insert into profile_versions (profile_id, hash, raw, experiences_detailed, educations_detailed, current_title,
        current_company, open_to_work, call_id, received_at)
      select v.version->>'profileId', v.version->>'hash', v.version->>'raw', ${detail.experiences}, ${detail.educations},
        v.version->>'currentTitle', v.version->>'currentCompany', (v.version->>'openToWork')::boolean,
        calls.id, calls.answered_at
      from calls, jsonb_array_elements(${JSON.stringify(plan.versions)}::jsonb) with ordinality as v(version, place)
      where calls.id = ${callId} order by v.place returning id
    ), placed as (
      select id, row_number() over (order by id) - 1 as place from added
    )
    insert into sightings (call_id, position, profile_id, version_id, seen_at)
    select calls.id, s.position, s."profileId", coalesce(s.id, placed.id), calls.answered_at
    from calls, jsonb_to_recordset(${JSON.stringify(sightings)}::jsonb)
        as s(position integer, "profileId" text, id bigint, place bigint)
      left join placed on placed.place = s.place
    where calls.id = ${callId}`);
}

/** Somebody who was known before, or stands there twice, may have changed jobs by one of these versions. */
export function markChanges(
  tx: Transaction,
  versions: readonly NewVersion[],
  known: ReadonlyMap<string, KnownPerson>,
): void {
  const shown = new Map<string, number>();
  for (const { profileId } of versions) shown.set(profileId, (shown.get(profileId) ?? 0) + 1);
  const ids = [...shown].filter(([id, times]) => known.has(id) || times > 1).map(([id]) => id);
  if (ids.length === 0) return;
  tx.later(
    sql`select mark_version_changes(array(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)))`,
  );
}

/** Profiles that cannot be stored, with the reason, so that nothing paid for is lost. */
export function writeRejected(tx: Transaction, callId: number, rejected: PagePlan["rejected"]): void {
  if (rejected.length === 0) return;
  tx.later(sql`
    insert into rejected_profiles (call_id, position, path, reason, raw)
    select ${callId}, position, path, reason, raw
    from jsonb_to_recordset(${JSON.stringify(rejected)}::jsonb) as r(position integer, path text, reason text, raw text)`);
}
