import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import type { DetailFlags } from "../merge.ts";
import { type Profile, parseKeptProfile } from "../profile.ts";
import type { ParsedVersion, VersionColumns, VersionMarks, VersionReference } from "../version-marks.ts";

const sightingRow = z.object({
  profileId: z.string(),
  callId: z.number(),
  versionId: z.number(),
  seenAt: z.string(),
  seenOn: z.string(),
});

const versionRow = z.object({
  id: z.number(),
  hash: z.string(),
  raw: z.string(),
  experiences: z.boolean(),
  educations: z.boolean(),
  currentTitle: z.string().nullable(),
  currentCompany: z.string().nullable(),
  openToWork: z.boolean().nullable(),
  jobChanged: z.boolean(),
  previousTitle: z.string().nullable(),
  previousCompany: z.string().nullable(),
  openToWorkChanged: z.boolean(),
  anotherPerson: z.boolean(),
  previousName: z.string().nullable(),
});

export interface StoredVersion extends VersionReference {
  /** The columns and marks as they are stored. */
  readonly columns: VersionColumns & VersionMarks;
}

/** One sighting of a person in a call, with the profile parsed from the stored version. */
export interface VersionSighting extends ParsedVersion {
  readonly callId: number;
  /** As Postgres writes it. */
  readonly seenAt: string;
  readonly version: StoredVersion;
}

type SightingRow = z.infer<typeof sightingRow>;
interface ReadVersion {
  readonly version: StoredVersion;
  readonly profile: Profile;
  readonly detail: DetailFlags;
}

/** Returns these ids as a subquery. */
export function idsIn(ids: readonly string[]): SQL {
  return sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;
}

/** Returns every sighting of these people, see `joinHistories`. @param who a subquery of ids */
export async function readHistories(tx: Sql, who: SQL): Promise<Map<string, VersionSighting[]>> {
  return joinHistories(...(await Promise.all([readVersions(tx, who), readSightings(tx, who)])));
}

/** Returns the versions of these people by id, each parsed once; a version that cannot be parsed is left out. */
export async function readVersions(tx: Sql, who: SQL): Promise<Map<number, ReadVersion>> {
  const rows = await tx.rows(
    versionRow,
    sql`select id, hash, raw, experiences_detailed as experiences, educations_detailed as educations,
          current_title as "currentTitle", current_company as "currentCompany", open_to_work as "openToWork",
          job_changed as "jobChanged", previous_title as "previousTitle", previous_company as "previousCompany",
          open_to_work_changed as "openToWorkChanged", another_person as "anotherPerson", previous_name as "previousName"
        from profile_versions where profile_id in ${who}`,
  );
  const versions = new Map<number, ReadVersion>();
  for (const { id, hash, raw, experiences, educations, ...columns } of rows) {
    const profile = parseKeptProfile(raw);
    if (profile === null) continue;
    versions.set(id, { version: { id, hash, columns }, profile, detail: { experiences, educations } });
  }
  return versions;
}

/** Returns the sightings of these people, in the order of the calls. */
export function readSightings(tx: Sql, who: SQL): Promise<SightingRow[]> {
  return tx.rows(
    sightingRow,
    sql`select profile_id as "profileId", call_id as "callId", version_id as "versionId", seen_at::text as "seenAt",
          to_char(seen_at at time zone 'UTC', 'YYYY-MM-DD') as "seenOn"
        from sightings where profile_id in ${who} order by call_id, position`,
  );
}

/** Returns the sightings of each person, oldest first; a sighting whose version cannot be parsed is left out. */
export function joinHistories(
  versions: ReadonlyMap<number, ReadVersion>,
  sightings: readonly SightingRow[],
): Map<string, VersionSighting[]> {
  const histories = new Map<string, VersionSighting[]>();
  for (const { profileId, callId, versionId, seenAt, seenOn } of sightings) {
    const read = versions.get(versionId);
    if (read === undefined) continue;
    const history = histories.get(profileId) ?? [];
    histories.set(profileId, history);
    // A version that is shown again is not merged again: the day of its first sighting counts.
    const before = history.at(-1);
    const receivedOn = before?.version === read.version ? before.detail.receivedOn : seenOn;
    history.push({ callId, seenAt, ...read, detail: { ...read.detail, receivedOn } });
  }
  return histories;
}
