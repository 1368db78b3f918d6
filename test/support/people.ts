import { mergeVersions, samePerson } from "../../src/people/merge.ts";
import type { MergedProfile } from "../../src/people/merged-profile.ts";
import { parseProfile } from "../../src/people/profile.ts";
import { readPeople } from "../../src/people/store/read-people.ts";
import { rowsOf } from "./leased-walk.ts";
import { storedBodies } from "./stored-bodies.ts";
import type { TestApp } from "./test-app.ts";

/** The call of a page that was bought after all others. */
const AFTER_ALL = Number.MAX_SAFE_INTEGER;

/** The people in the store, by id. */
export async function storedPeople({ db }: Pick<TestApp, "db">): Promise<Map<string, MergedProfile>> {
  const { rows } = await db.pool.query("select profile_id from profiles");
  const ids = rows.map((row) => row.profile_id);
  const people = await readPeople(db, [{ callId: AFTER_ALL, people: ids.map((id) => ({ id, hash: null })) }]);
  return new Map(people.flatMap(({ profileId, record }) => (record === null ? [] : [[profileId, record]])));
}

/** Those whose record is not what the calls that showed them say, merged in the order of the calls (I6). */
export async function peopleOutOfOrder(app: Pick<TestApp, "db">): Promise<string[]> {
  const seen = await rowsOf(
    app,
    `select s.profile_id as id, v.raw, v.experiences_detailed as experiences, v.educations_detailed as educations,
       to_char(s.seen_at at time zone 'UTC', 'YYYY-MM-DD') as day
     from sightings s join profile_versions v on v.id = s.version_id order by s.call_id, s.position`,
  );
  const histories = new Map<string, Parameters<typeof mergeVersions>[0][number][]>();
  for (const { id, raw, experiences, educations, day } of seen) {
    const read = parseProfile(JSON.parse(String(raw)), 0);
    if (read.kind !== "profile") throw new Error(`the version of ${id} is no profile`);
    const detail = {
      experiences: experiences === true,
      educations: educations === true,
      receivedOn: String(day),
    };
    const entry = { profile: read.profile, detail };
    histories.set(String(id), [...(histories.get(String(id)) ?? []), entry]);
  }
  const stored = await storedPeople(app);
  return [...stored].flatMap(([id, record]) =>
    samePerson(record, mergeVersions(histories.get(id) ?? [])) ? [] : id,
  );
}

/**
 * Tables of any schema, the queue's too, in whose rows a text stands, whatever its case and whatever the column's type; and
 * the samples by which queries are planned.
 */
export async function tablesHolding({ db }: Pick<TestApp, "db">, text: string): Promise<string[]> {
  const { rows: tables } = await db.pool.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') and schemaname not like 'pg\\_temp%' union all select 'pg_stats' order by 1`,
  );
  const wanted = text.toLowerCase();
  const forms = [wanted, JSON.stringify(wanted).slice(1, -1), Buffer.from(text).toString("hex")];
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await db.pool.query(
      `select 1 from ${name} as t where exists (select from unnest($1::text[]) as form where position(form in lower(t::text)) > 0) limit 1`,
      [forms],
    );
    if (rows.length > 0) found.push(String(name));
  }
  const bodies = [...(await storedBodies({ db })).values()].map((body) => body.toLowerCase());
  const isInBody = bodies.some((body) => forms.some((form) => body.includes(form)));
  return isInBody ? [...new Set([...found, "public.call_bodies"])].sort() : found;
}
