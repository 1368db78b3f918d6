import type pg from "pg";
import type { MergedProfile } from "../../src/people/merged-profile.ts";
import { type CopyValue, copyRows } from "./copy-rows.ts";
import type { InventedPerson } from "./invent-person.ts";
import type { Timetable } from "./timetable.ts";

export interface PlacedPerson extends InventedPerson {
  readonly index: number;
}

const PROFILES = `profiles (profile_id, first_name, last_name, full_name, headline, location, linkedin_url, linkedin_slug,
  summary, current_title, current_company, skills, experiences, educations, experiences_detailed, open_to_work,
  first_seen_at, last_changed_at)`;
const VERSIONS = `profile_versions (id, profile_id, hash, raw, experiences_detailed, educations_detailed, current_title,
  current_company, open_to_work, job_changed, previous_title, previous_company, open_to_work_changed, call_id, received_at)`;
const CONTACTS = "contacts (profile_id, kind, value, type, status, first_seen_at)";

/** The number of the version of somebody that is first, or that came when they were seen again. */
export function versionId(timetable: Timetable, index: number, nth: number): number {
  return nth * timetable.people + index + 1;
}

/** Stores people with their versions and contacts; what is searched by comes from the trigger, as always. */
export async function writePeople(
  client: pg.Client,
  timetable: Timetable,
  people: readonly PlacedPerson[],
): Promise<void> {
  await copyRows(
    client,
    PROFILES,
    people.map((person) => toProfile(timetable, person)),
  );
  // Every row is right by the way it is made, so that nothing need look up what it refers to.
  await client.query("set session_replication_role = replica");
  await copyRows(
    client,
    VERSIONS,
    people.flatMap((person) => toVersions(timetable, person)),
  );
  await copyRows(
    client,
    CONTACTS,
    people.flatMap((person) => toContacts(timetable, person)),
  );
  await client.query("reset session_replication_role");
}

function toProfile(timetable: Timetable, { index, record, versions }: PlacedPerson): CopyValue[] {
  const first = timetable.pageOf(index);
  const again = timetable.againOn(index);
  const changed = versions.length > 1 && again !== null ? again : first;
  return [...textsOf(record), timetable.timeOf(first), timetable.timeOf(changed)];
}

function textsOf(record: MergedProfile): CopyValue[] {
  return [
    ...[
      record.profileId,
      record.firstName,
      record.lastName,
      record.fullName,
      record.headline,
      record.location,
    ],
    ...[record.linkedinUrl, record.linkedinSlug, record.summary, record.currentTitle, record.currentCompany],
    record.skills,
    JSON.stringify(record.experiences),
    JSON.stringify(record.educations),
    record.experiencesDetailed,
    record.openToWork,
  ];
}

function toVersions(timetable: Timetable, { index, record, versions }: PlacedPerson): CopyValue[][] {
  return versions.map(({ raw, currentTitle, currentCompany, openToWork, ...marks }, nth) => {
    const page = nth === 0 ? timetable.pageOf(index) : (timetable.againOn(index) ?? 0);
    return [
      ...[versionId(timetable, index, nth), record.profileId, `${index}-${nth}`, raw],
      ...[record.experiencesDetailed, false, currentTitle, currentCompany, openToWork],
      ...[marks.jobChanged, marks.previousTitle, marks.previousCompany, marks.openToWorkChanged],
      ...[page + 1, timetable.timeOf(page)],
    ];
  });
}

function toContacts(timetable: Timetable, { index, record }: PlacedPerson): CopyValue[][] {
  const firstSeenAt = timetable.timeOf(timetable.pageOf(index));
  return record.contacts.map(({ kind, value, type, status }) => [
    ...[record.profileId, kind, value, type, status, firstSeenAt],
  ]);
}
