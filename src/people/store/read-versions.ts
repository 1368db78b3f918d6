import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import type { ParsedVersion, VersionColumns, VersionReference } from "../page-plan.ts";
import { parseKeptProfile } from "../profile.ts";

const sightingRow = z.object({
  profileId: z.string(),
  callId: z.number(),
  versionId: z.number(),
  seenAt: z.string(),
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
});

export interface StoredVersion extends VersionReference {
  /** The columns as they were parsed when the version was stored. */
  readonly columns: VersionColumns;
}

/** One sighting of a person in a call, with the profile parsed from the stored version. */
export interface VersionSighting extends ParsedVersion {
  readonly callId: number;
  /** As Postgres writes it. */
  readonly seenAt: string;
  readonly version: StoredVersion;
}

type SightingRow = z.infer<typeof sightingRow>;
type ReadVersion = Pick<VersionSighting, "version" | "profile" | "detail">;

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
          current_title as "currentTitle", current_company as "currentCompany", open_to_work as "openToWork"
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
    sql`select profile_id as "profileId", call_id as "callId", version_id as "versionId", seen_at::text as "seenAt"
        from sightings where profile_id in ${who} order by call_id, position`,
  );
}

/** Returns the sightings of each person, oldest first; a sighting whose version cannot be parsed is left out. */
export function joinHistories(
  versions: ReadonlyMap<number, ReadVersion>,
  sightings: readonly SightingRow[],
): Map<string, VersionSighting[]> {
  const histories = new Map<string, VersionSighting[]>();
  for (const { profileId, callId, versionId, seenAt } of sightings) {
    const read = versions.get(versionId);
    if (read === undefined) continue;
    const history = histories.get(profileId) ?? [];
    histories.set(profileId, history);
    history.push({ callId, seenAt, ...read });
  }
  return histories;
}
