import type pg from "pg";
import type { Database } from "../../src/database/database.ts";
import { saveSettings } from "../../src/database/save-settings.ts";
import { withClient } from "../with-client.ts";
import { dropIndexes } from "./drop-indexes.ts";
import { type Inventor, makeInventor } from "./invent-person.ts";
import { makeTimetable, type Timetable } from "./timetable.ts";
import { versionId, writePeople } from "./write-people.ts";
import { writeCalls, writeExports, writeRuns, writeSightings } from "./write-runs.ts";

const BATCH = 10_000;
/** One sends while the other is stored. */
const CONNECTIONS = 2;
/** Rows were numbered by the load itself. */
const NUMBERS_GO_ON = ["runs", "passes", "walks", "calls", "profile_versions"]
  .map((table) => `select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`)
  .join(";");

/**
 * Fills an empty, migrated store with invented people, as runs of many weeks would have left it: versions, sightings by
 * several specs, contacts, changed jobs, exports. Only the bytes of answers are missing, which no query reads.
 * @param store as a superuser
 */
export async function fillStore({ db, url }: { db: Database; url: string }, people: number): Promise<void> {
  const timetable = makeTimetable(people);
  const inventor = makeInventor(people);
  const restoreIndexes = await dropIndexes(db);
  await withLoader(url, async (client) => {
    await writeRuns(client, timetable);
    await writeCalls(client, timetable);
  });
  const batches = Array.from({ length: Math.ceil(people / BATCH) }, (_, at) => at * BATCH);
  const changed = new Set<number>();
  const load = () =>
    withLoader(url, async (client) => {
      for (let from = batches.shift(); from !== undefined; from = batches.shift())
        await writePeople(client, timetable, inventBatch(inventor, timetable, from, changed));
    });
  await Promise.all(Array.from({ length: CONNECTIONS }, load));
  await withLoader(url, async (client) => {
    await client.query("set session_replication_role = replica");
    await writeSightings(client, timetable, (index, isAgain) => ({
      profileId: inventor.idOf(index),
      versionId: versionId(timetable, index, isAgain && changed.has(index) ? 1 : 0),
    }));
    await writeExports(client);
  });
  await restoreIndexes();
  await saveSettings(db, {
    creditPrice: { amount: 0.1, currency: "EUR" },
    ...{ retentionDays: 640, rawRetentionDays: null, limitsTimeZone: "UTC" },
  });
  await db.pool.query(NUMBERS_GO_ON);
  await db.pool.query("vacuum analyze");
}

function withLoader(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  return withClient(url, async (client) => {
    await client.query("set synchronous_commit = off");
    await work(client);
  });
}

function inventBatch(inventor: Inventor, timetable: Timetable, from: number, changed: Set<number>) {
  const size = Math.min(BATCH, timetable.people - from);
  return Array.from({ length: size }, (_, at) => {
    const index = from + at;
    const person = inventor.invent(index, timetable.againOn(index) !== null);
    if (person.versions.length > 1) changed.add(index);
    return { index, ...person };
  });
}
