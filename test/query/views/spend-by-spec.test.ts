import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../support/test-database.ts";

/** One answered page: who was on it, and what it cost. Runs are numbered from 1, and each has a month of its own. */
interface Page {
  readonly run: number;
  readonly spec: string;
  readonly credits: number;
  readonly people: readonly string[];
}

let database: TestDatabase;
const ask = async (sql: string, values: unknown[] = []) =>
  (await database.db.pool.query({ text: sql, values, rowMode: "array" })).rows;

beforeAll(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  return () => database.close();
});

beforeEach(async () => {
  await ask("update settings set credit_price = 0.10, credit_currency = 'EUR'");
});

/** The ids of runs, walks and calls are those of their places. */
const STORE = `
  with page as (
    select place, run, spec, credits, people from jsonb_to_recordset($1::jsonb)
      as p(place bigint, run bigint, spec text, credits bigint, people text[])
  ), specs as (
    insert into search_specs (spec, revision, fingerprint, search, refresh_days, stop_after_known_pages, nightly, enabled,
      priority, owner, tags)
    select distinct spec, 1, spec, '{}'::jsonb, 30, 2, false, true, 0, 'Kim', array['q1'] from page
  ), runs as (
    insert into runs (id, selection) overriding system value select distinct run, '{}'::jsonb from page
  ), passes as (
    insert into passes (id, spec, fingerprint, refresh) overriding system value select place, spec, spec, false from page
  ), walks as (
    insert into walks (id, run_id, spec, revision, fingerprint, search, refresh_days, stop_after_known_pages, priority)
    overriding system value select min(place), run, spec, 1, spec, '{}'::jsonb, 30, 2, 0 from page group by run, spec
  ), calls as (
    insert into calls (id, run_id, walk_id, pass_id, spec, page, go, status, outcome, key_id, price_class, alone,
      reserved_credits, credits, day, month, profiles)
    overriding system value
    select place, run, min(place) over (partition by run, spec), place, spec, 1, 1, 'settled', 'answered', 'k', '', false,
      25, credits, '2026-01-01', '2026-' || lpad(run::text, 2, '0'), cardinality(people) from page
  ), postings as (
    insert into credit_postings (call_id, from_account, to_account, credits) select place, 'reserved', 'spent', credits from page
  ), shown as (
    select person, min(place) as place from page, unnest(people) as person group by person
  ), people as (
    insert into profiles (profile_id) select person from shown
  ), versions as (
    insert into profile_versions (id, profile_id, hash, raw, experiences_detailed, educations_detailed, call_id)
    overriding system value select row_number() over (), person, '', '{}', false, false, place from shown
    returning id, profile_id
  )
  insert into sightings (call_id, position, profile_id, version_id, seen_at)
  select page.place, listed.position, listed.person, versions.id, now()
  from page, unnest(people) with ordinality as listed(person, position)
    join versions on versions.profile_id = listed.person`;

async function store(pages: readonly Page[]): Promise<void> {
  await ask(
    "truncate search_specs, runs, passes, walks, calls, credit_postings, profiles, profile_versions, sightings, contacts cascade",
  );
  await ask(STORE, [JSON.stringify(pages.map((page, at) => ({ ...page, place: at + 1 })))]);
}

const totalsOfMonths = async () =>
  new Map(
    (
      await ask(
        "select month, sum(new_to_store)::text, sum(credits)::float8 from spend_by_spec group by month",
      )
    ).map(([month, shares, credits]) => [month, { shares: Number(shares), credits }]),
  );

describe("spend_by_spec", () => {
  it("splits whom several specs brought in one run, and counts whom no other spec found", async () => {
    await store([
      { run: 1, spec: "paris", credits: 4, people: ["ada", "bo"] },
      { run: 1, spec: "berlin", credits: 3, people: ["ada", "cy", "di"] },
      { run: 2, spec: "paris", credits: 3, people: ["bo", "cy", "eve"] },
      { run: 2, spec: "paris", credits: 1, people: ["eve"] },
    ]);
    await ask(
      "insert into contacts (profile_id, kind, value) values ('ada', 'email', 'a@b.example'), ('eve', 'phone', '1')",
    );
    const rows = await ask(
      `select spec, revision, owner, tags, month, credits, credits_in_suspense, people, new_to_store, new_to_spec,
         found_only_here, new_with_contact, credits_for_new, credits_per_new_person, money, money_per_new_person, currency
       from spend_by_spec order by month, spec`,
    );
    expect(rows).toEqual([
      // Di for itself, Cy whom paris found later too, and half of Ada.
      ["berlin", 1, "Kim", ["q1"], "2026-01", 3, 0, 3, "2.5", 3, 1, "0.5", "3", "1.2", "0.30", "0.12", "EUR"],
      [
        "paris",
        1,
        "Kim",
        ["q1"],
        "2026-01",
        4,
        0,
        2,
        "1.5",
        2,
        1,
        "0.5",
        "4",
        "2.6666666666666667",
        "0.40",
        "0.26666666666666666667",
        "EUR",
      ],
      // Cy was known to the store, not to the spec; the second sight of Eve brought nobody.
      ["paris", 1, "Kim", ["q1"], "2026-02", 4, 0, 3, "1", 2, 1, "1", "1", "4", "0.40", "0.4", "EUR"],
    ]);
  });

  it("names no money where no price was told, and nothing per person where nobody was new", async () => {
    await ask("update settings set credit_price = null, credit_currency = null");
    await store([
      { run: 1, spec: "paris", credits: 0, people: [] },
      { run: 2, spec: "berlin", credits: 1, people: ["ada"] },
    ]);
    expect(
      await ask(
        "select spec, people, credits_per_new_person, money, money_per_new_person, currency from spend_by_spec order by spec",
      ),
    ).toEqual([
      ["berlin", 1, "1", null, null, null],
      ["paris", 0, null, null, null, null],
    ]);
  });

  it("rounds no money, so that sums by spec, by day and of all credits are the same", async () => {
    await ask("update settings set credit_price = 0.004, credit_currency = 'EUR'");
    const names = Array.from({ length: 36 }, (_, index) => `spec-${index}`);
    await store(names.map((spec) => ({ run: 1, spec, credits: 1, people: ["ada", spec] })));
    for (const view of ["spend_by_spec", "spend_by_day"])
      expect(await ask(`select sum(money)::text from ${view}`)).toEqual([["0.144"]]);
    expect(
      await ask("select sum(credits_for_new)::text, sum(new_to_store)::text from spend_by_spec"),
    ).toEqual([["36", "37.000000000000"]]);
  });

  it("counts no contact of the person whom an id named before", async () => {
    await store([{ run: 1, spec: "paris", credits: 1, people: ["ada"] }]);
    await ask(
      "insert into contacts (profile_id, kind, value, former_person) values ('ada', 'phone', '1', true)",
    );
    expect(await ask("select new_with_contact from spend_by_spec")).toEqual([["0"]]);
  });

  it("adds up: the shares of a run to its people new to the store, the credits to the ledger", async () => {
    const page = fc.record({
      run: fc.integer({ min: 1, max: 3 }),
      spec: fc.constantFrom("a", "b", "c", "d"),
      credits: fc.integer({ min: 0, max: 50 }),
      people: fc.array(fc.constantFrom("p1", "p2", "p3", "p4", "p5", "p6"), { maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 10 }), async (pages) => {
        await store(pages);
        const totals = await totalsOfMonths();
        for (const run of new Set(pages.map((one) => one.run))) {
          const { shares, credits } = totals.get(`2026-0${run}`) ?? {};
          expect(shares).toBe(newPeople(pages, run));
          expect(credits).toBe(
            pages.filter((one) => one.run === run).reduce((sum, one) => sum + one.credits, 0),
          );
        }
        expect(await ask("select sum(credits) from spend_by_spec")).toEqual(
          await ask("select sum(credits) from credit_postings where to_account = 'spent'"),
        );
      }),
      { numRuns: 25 },
    );
  });
});

/** How many people were shown first, of all pages, by one of this run. */
function newPeople(pages: readonly Page[], run: number): number {
  const first = new Map<string, number>();
  for (const page of pages)
    for (const person of page.people) first.set(person, first.get(person) ?? page.run);
  return [...first.values()].filter((one) => one === run).length;
}
