import { sql } from "drizzle-orm";
import type { Database, Sql, Transaction } from "../../database/database.ts";
import { sameJson } from "../../values/same-json.ts";
import { contactKey } from "../contacts.ts";
import { mergeVersions, samePerson } from "../merge.ts";
import type { MergedProfile } from "../merged-profile.ts";
import type { ReparseProgress } from "../reparse/reparse.ts";
import { versionFacts } from "../version-marks.ts";
import { lockErasure } from "./lock-erasure.ts";
import { lockPeople, readMergedProfiles } from "./read-people.ts";
import {
  idsIn,
  joinHistories,
  readHistories,
  readSightings,
  readVersions,
  type VersionSighting,
} from "./read-versions.ts";
import { lockReparse, moveReparse, readReparse } from "./reparse-progress.ts";
import { type WriteTimes, writeMarks, writeProfiles } from "./write-people.ts";

/** How many people are read at once. */
const BATCH = 500;

interface Batch {
  /** The batch starts after this id; null: at the first one. */
  readonly after: string | null;
  readonly stored: readonly MergedProfile[];
  readonly histories: ReadonlyMap<string, readonly VersionSighting[]>;
}

/**
 * Rebuilds people from their sightings, a batch at a time; an empty batch finishes the reparse. Batches are read ahead and
 * without locks: pages stored concurrently use the same merge rule, so a consistent profile stays consistent. Only
 * inconsistent profiles are locked, as by a page, and read again.
 */
export function makeRebuilder(db: Database): (reparseId: number) => Promise<ReparseProgress> {
  let ahead: { readonly after: string | null; readonly batch: Promise<Batch> } | null = null;
  const readAhead = (after: string | null) => {
    const batch = readBatch(db, after);
    // The failure is reported when the batch is awaited; this avoids an unhandled rejection.
    batch.catch(() => {});
    return { after, batch };
  };
  return async (reparseId) => {
    const { after } = await readReparse(db, reparseId);
    const batch = await (ahead?.after === after ? ahead : readAhead(after)).batch;
    const last = batch.stored.at(-1)?.profileId;
    ahead = last === undefined ? null : readAhead(last);
    const suspects = batch.stored
      .filter((person) => differs(person, batch))
      .map((person) => person.profileId);
    return db.transaction(async (tx) => {
      const [, reparse] = await Promise.all([lockErasure(tx, "shared"), lockReparse(tx, reparseId)]);
      // Another command has rebuilt this batch in the meantime.
      if (reparse.finished || reparse.after !== batch.after) return reparse;
      if (last === undefined) return moveReparse(tx, { ...reparse, finished: true });
      const changed = reparse.changed + (await rebuild(tx, suspects));
      return moveReparse(tx, {
        ...reparse,
        after: last,
        changed,
        people: reparse.people + batch.stored.length,
      });
    });
  };
}

async function readBatch(db: Sql, after: string | null): Promise<Batch> {
  const rest = after === null ? sql`` : sql`where profile_id > ${after}`;
  const who = sql`(select profile_id from profiles ${rest} order by profile_id limit ${BATCH})`;
  const [stored, versions, sightings] = await Promise.all([
    readMergedProfiles(db, who),
    readVersions(db, who),
    readSightings(db, who),
  ]);
  return { after, stored, histories: joinHistories(versions, sightings) };
}

/** True also for a person whose sightings were not read together with the profile: the read under the lock decides. */
function differs(person: MergedProfile, { histories }: Batch): boolean {
  const history = histories.get(person.profileId) ?? [];
  return history.length === 0 || rebuildPerson(person, history) !== null || wrongFacts(history).length > 0;
}

/** Returns how many profiles changed. */
async function rebuild(tx: Transaction, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const [, stored, histories] = await Promise.all([
    lockPeople(tx, ids),
    readMergedProfiles(tx, idsIn(ids)),
    readHistories(tx, idsIn(ids)),
  ]);
  const historyOf = (id: string) => histories.get(id) ?? [];
  const records = stored.flatMap((person) => rebuildPerson(person, historyOf(person.profileId)) ?? []);
  const times: WriteTimes = {
    at: sql`now()`,
    contact: (id, contact) => firstSight(historyOf(id), contactKey(contact)),
  };
  const known = new Map(stored.map((person) => [person.profileId, { stored: person }]));
  writeProfiles(tx, times, records, known);
  writeMarks(tx, [...histories.values()].flatMap(wrongFacts));
  return records.length;
}

/** Returns null if the stored profile is right, or if none of the versions can be parsed. */
function rebuildPerson(stored: MergedProfile, history: readonly VersionSighting[]): MergedProfile | null {
  if (history.length === 0) return null;
  // Merging the same version again changes nothing, and people who are seen often have many sightings of one version.
  const news = history.filter((seen, index) => seen.version !== history[index - 1]?.version);
  const record = { ...mergeVersions(news), profileId: stored.profileId };
  return samePerson(stored, record) ? null : record;
}

function firstSight(history: readonly VersionSighting[], key: string): string | null {
  const first = history.find(({ profile }) =>
    profile.contacts.some((contact) => contactKey(contact) === key),
  );
  return first?.seenAt ?? null;
}

/** Returns the columns and marks of the versions of a person whose stored ones differ. */
function wrongFacts(history: readonly VersionSighting[]) {
  const stored = new Map(history.map(({ version }) => [version.id, version.columns]));
  return [...versionFacts(history)]
    .filter(([id, facts]) => !sameJson(facts, stored.get(id)))
    .map(([id, facts]) => ({ id, ...facts }));
}
