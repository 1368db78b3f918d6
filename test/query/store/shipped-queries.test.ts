import { beforeAll, describe, expect, inject, it } from "vitest";
import { bindQuery } from "../../../src/query/named-queries.ts";
import { readQueries } from "../../../src/query/store/read-named-queries.ts";
import { openTestDatabase, type TestDatabase } from "../../support/test-database.ts";
import { fillSmallStore } from "./small-store.ts";

type Row = Record<string, unknown>;
type Answers = readonly (readonly [Record<string, string>, readonly Row[]])[];

const queries = readQueries();
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  await fillSmallStore(database.db);
  return () => database.close();
});

const findQuery = (name: string) => queries.find((one) => one.name === name) ?? expect.unreachable(name);

async function ask(name: string, values: Record<string, string>, mostRows: number | null = null) {
  const { sql, parameters } = bindQuery(findQuery(name), new Map(Object.entries(values)), mostRows);
  return database.db.pool.query<Row>(sql, [...parameters]);
}

const who = (...ids: string[]) => ids.map((profile_id) => ({ profile_id }));

/** What each query has to find in the small store: its parameters, and of every row the columns that matter, in order. */
const ANSWERS: Readonly<Record<string, Answers>> = {
  "new-this-week": [
    [{}, [{ profile_id: "di", spec: "paris" }]],
    [{ days: "20" }, [{ profile_id: "di" }, { profile_id: "fay", spec: "berlin" }]],
  ],
  "run-delta": [
    [
      { before: "1", after: "2" },
      [
        { change: "appeared", profile_id: "fay" },
        { change: "changed job", profile_id: "cy" },
        { change: "gone", profile_id: "bo" },
        { change: "gone", profile_id: "eve" },
      ],
    ],
    [{ before: "1", after: "2", spec: "berlin" }, [{ profile_id: "fay" }, { profile_id: "eve" }]],
    // The newest run and the one before it.
    [
      {},
      [
        { change: "appeared", profile_id: "di" },
        { change: "appeared", profile_id: "eve" },
        { change: "gone", profile_id: "cy" },
        { change: "gone", profile_id: "fay" },
      ],
    ],
  ],
  "newly-open-to-work": [
    [{}, [{ profile_id: "eve", spec: "berlin" }]],
    [{ days: "0" }, []],
  ],
  "other-person": [
    [{}, [{ profile_id: "fay", previous_name: "Otto Vorher", full_name: "Eve P." }]],
    [{ days: "0" }, []],
  ],
  "changed-job": [
    [
      {},
      [{ profile_id: "cy", from_title: "Engineer", from_company: "Lumen", to_title: "CTO", spec: "paris" }],
    ],
    [{ days: "5" }, []],
  ],
  "title-place-skills": [
    [{ title: "PRODUCT  manager", place: "paris", skills: "sql, Python" }, who("ada")],
    [{ title: "chef de produit" }, who("bo")],
    [{ place: "FRANCE", skills: "sql" }, who("ada", "bo")],
    [{ skills: "sql,python,cobol" }, []],
    [{ title: "100%" }, []],
    [{}, who("ada", "bo", "cy", "di", "eve", "fay")],
  ],
  "at-company": [
    [{ company: "societe generale" }, who("ada")],
    // The newest in the role first.
    [{ company: "Umbra" }, who("cy", "bo")],
    [{ company: "Umbr" }, []],
  ],
  "formerly-at-company": [
    [
      { company: "LUMEN" },
      [{ profile_id: "cy", former_title: "Engineer", left_in: "2026-01", current_company: "Umbra" }],
    ],
    [{ company: "umbra" }, []],
  ],
  "years-in-role": [
    [{}, who("ada", "di", "bo")],
    [{ years: "2.5", title: "chef" }, who("bo")],
    [{ years: "90" }, []],
  ],
  "several-specs": [
    [{}, [{ profile_id: "ada", found_by: 2, specs_text: "berlin, paris" }, { profile_id: "di" }]],
    [{ at_least: "3" }, []],
  ],
  "not-exported": [
    [{ to: "greenhouse" }, who("di", "fay", "bo", "eve")],
    [{ to: "nowhere" }, who("di", "fay", "ada", "bo", "cy", "eve")],
  ],
  "missing-email": [[{}, who("fay", "bo", "cy", "eve")]],
  "possible-duplicates": [[{}, [{ profile_id: "eve", other_profile_id: "fay", linkedin_slug: "eve-p" }]]],
  "credits-per-new-profile": [
    [
      {},
      [
        // Of Di, whom both found first in the third run, half counts for each.
        {
          spec: "berlin",
          credits: 5,
          new_people: "2.50",
          credits_per_new_person: "2.00",
          money_per_new_person: "1.0000",
        },
        {
          spec: "paris",
          credits: 6,
          new_people: "3.50",
          credits_per_new_person: "1.71",
          owner: "Kim",
          currency: "EUR",
        },
      ],
    ],
    [{ month: "2026-02" }, []],
  ],
  alumni: [
    [
      { school: "polytechnique" },
      [{ profile_id: "bo", diploma: "MSc", until: "2012" }, { profile_id: "eve" }],
    ],
    [{ school: "École poly" }, who("bo")],
    [{ school: "eth zurich" }, [{ profile_id: "bo", diploma: "PhD" }]],
  ],
  stale: [
    [{ days: "30" }, who("bo")],
    [{ days: "5" }, who("bo", "cy", "fay")],
  ],
  "retention-due": [[{}, who("ada", "bo", "cy", "eve")]],
  provenance: [
    [
      { profile: "cy" },
      [
        { spec: "paris", run_id: 1, page: 1, position: 2, call_id: 1, credits_for_this_profile: "1.00" },
        { spec: "paris", run_id: 2, page: 1, position: 1, call_id: 3, call_credits: 2 },
      ],
    ],
    [{ profile: "Eve-P" }, who("eve", "fay", "eve")],
  ],
  "spec-overlap": [
    [
      {},
      [{ spec: "berlin", other_spec: "paris", shared_people: 2, people: 4, share: "0.500", other_people: 4 }],
    ],
    [{ spec: "lyon" }, []],
  ],
};

describe.each(queries.map(({ name }) => name))("the query %s", (name) => {
  it.each((ANSWERS[name] ?? []).map(([values, rows]) => [JSON.stringify(values), values, rows] as const))(
    "finds the expected rows with %s",
    async (_, values, expected) => {
      const { rows } = await ask(name, values);
      const inOrder = name === "title-place-skills" || name === "alumni" ? rows.sort(byId) : rows;
      expect(inOrder).toEqual(expected.map((row) => expect.objectContaining(row)));
    },
  );

  it("has distinct column names, and returns no more rows than the limit", async () => {
    const [values = {}] = ANSWERS[name]?.[0] ?? [];
    const { rows, fields } = await ask(name, values, 1);
    expect(new Set(fields.map((field) => field.name)).size).toBe(fields.length);
    if (findQuery(name).isLimited) expect(rows).toHaveLength(1);
  });
});

function byId(a: Row, b: Row): number {
  return String(a.profile_id).localeCompare(String(b.profile_id));
}

it("every query that ships with the project is tried here, and no other", () => {
  expect(queries.map(({ name }) => name)).toEqual(Object.keys(ANSWERS).sort());
});
