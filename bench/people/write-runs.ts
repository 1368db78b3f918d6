import type pg from "pg";
import { copyRows } from "./copy-rows.ts";
import { SPECS, type Timetable } from "./timetable.ts";

/** Of no walk that a measurement walks; but a search has to have something that says who is wanted. */
const SEARCH = `'{"job_title": ["Somebody"]}'`;

/** Specs, runs, passes and walks; `$1` is the number of walks, `$2` that of specs. A walk is one spec in one run. */
const RUNS = `
  with specs as (
    insert into search_specs (spec, revision, fingerprint, search, refresh_days, stop_after_known_pages, nightly, enabled,
      priority, owner, tags)
    select 'spec-' || lpad(n::text, 2, '0'), 1, n::text, ${SEARCH}, 30, 2, true, true, 0, 'owner-' || n % 7,
      array['tag-' || n % 5] from generate_series(0, $2::integer - 1) as n
  ), runs as (
    insert into runs (id, status, selection) overriding system value
    select n, 'finished', '{}' from generate_series(1, ceil($1::numeric / $2)::integer) as n
  ), walk as (
    select n + 1 as id, n / $2 + 1 as run_id, 'spec-' || lpad((n % $2)::text, 2, '0') as spec, (n % $2)::text as fingerprint
    from generate_series(0, $1::integer - 1) as n
  ), passes as (
    insert into passes (id, spec, fingerprint, refresh, status) overriding system value
    select id, spec, fingerprint, false, 'ended' from walk
  )
  insert into walks (id, run_id, spec, revision, fingerprint, search, refresh_days, stop_after_known_pages, priority, pass_id,
    status)
  overriding system value
  select id, run_id, spec, 1, fingerprint, ${SEARCH}, 30, 2, 0, id, 'complete' from walk`;

export async function writeRuns(client: pg.Client, { walks }: Timetable): Promise<void> {
  await client.query(RUNS, [walks, SPECS]);
}

const CALLS = `calls (id, run_id, walk_id, pass_id, spec, page, go, status, outcome, key_id, price_class, alone,
  reserved_credits, credits, day, month, profiles, profiles_new, opened_at, answered_at, settled_at, applied_at)`;

/** Every page as a call that cost a credit a profile. */
export async function writeCalls(client: pg.Client, timetable: Timetable): Promise<void> {
  await copyRows(client, CALLS, callRows(timetable));
}

function* callRows(timetable: Timetable) {
  for (let page = 0; page < timetable.pages; page++) {
    const walk = timetable.walkOf(page);
    const { newcomers, shared, again } = timetable.shownOn(page);
    const profiles = newcomers.length + shared.length + again.length;
    const at = timetable.timeOf(page);
    const day = at.toISOString().slice(0, 10);
    yield [
      ...[
        page + 1,
        Math.floor(walk / SPECS) + 1,
        walk + 1,
        walk + 1,
        `spec-${String(walk % SPECS).padStart(2, "0")}`,
      ],
      ...[timetable.placeInWalk(page) + 1, 1, "settled", "answered", "bench", "", false, 25, profiles, day],
      ...[day.slice(0, 7), profiles, newcomers.length, at, at, at, at],
    ];
  }
}

const SIGHTINGS = "sightings (call_id, position, profile_id, version_id, seen_at)";

/** @param versionOf the version in which a page showed somebody, and their id */
export async function writeSightings(
  client: pg.Client,
  timetable: Timetable,
  shownAs: (index: number, isAgain: boolean) => { readonly profileId: string; readonly versionId: number },
): Promise<void> {
  await copyRows(client, SIGHTINGS, sightingRows(timetable, shownAs));
}

function* sightingRows(timetable: Timetable, shownAs: Parameters<typeof writeSightings>[2]) {
  for (let page = 0; page < timetable.pages; page++) {
    const { newcomers, shared, again } = timetable.shownOn(page);
    const shown = [
      ...newcomers.map((index) => shownAs(index, false)),
      ...shared.map((index) => shownAs(index, false)),
      ...again.map((index) => shownAs(index, true)),
    ];
    const at = timetable.timeOf(page);
    for (const [position, { profileId, versionId }] of shown.entries())
      yield [page + 1, position, profileId, versionId, at];
  }
}

/** Two destinations that were given a part of everybody, a few thousand at a time. */
const EXPORTS = `
  with made as (
    insert into exports (destination, format, people)
    select case when n % 2 = 0 then 'greenhouse' else 'hubspot' end, 'csv', 0 from generate_series(0, 19) as n returning id
  )
  insert into export_people (export_id, profile_id)
  select made.id, profile_id from profiles join made on made.id = abs(hashtext(profile_id)) % 200 + 1`;

export async function writeExports(client: pg.Client): Promise<void> {
  await client.query(EXPORTS);
  await client.query(
    "update exports set people = (select count(*) from export_people where export_id = exports.id)",
  );
}
