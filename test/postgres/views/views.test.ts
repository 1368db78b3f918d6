import { beforeAll, describe, expect, inject, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../support/test-database.ts";
import { seed } from "./seed.ts";

let database: TestDatabase;
const ask = async (sql: string) => (await database.db.pool.query({ text: sql, rowMode: "array" })).rows;
const at = (text: string) => new Date(text);

beforeAll(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  await seed(database.db);
  return () => database.close();
});

describe("candidates", () => {
  it("tells by which specs, when last and how often people were seen", async () => {
    expect(
      await ask(
        "select profile_id, specs, specs_text, last_seen_at, times_seen from candidates order by profile_id",
      ),
    ).toEqual([
      ["ada", ["berlin", "paris"], "berlin, paris", at("2026-01-02T08:00Z"), 4],
      ["ada-2", ["berlin"], "berlin", at("2026-01-02T08:00Z"), 1],
      ["bo", ["paris"], "paris", at("2026-01-01T23:30Z"), 1],
    ]);
  });

  it("tells how people can be reached, an address of unknown kind being neither", async () => {
    expect(
      await ask(
        "select profile_id, has_work_email, has_personal_email, has_phone from candidates order by profile_id",
      ),
    ).toEqual([
      ["ada", true, false, true],
      ["ada-2", false, false, false],
      ["bo", false, true, false],
    ]);
  });

  it("has everything of a profile but how its lists were read", async () => {
    const columnsOf = (table: string) =>
      ask(`select attname from pg_attribute where attrelid = '${table}'::regclass and attnum > 0`);
    const shown = new Set((await columnsOf("candidates")).flat());
    const missing = (await columnsOf("profiles")).flat().filter((name) => !shown.has(name));
    expect(missing).toEqual(["experiences_detailed", "educations_detailed"]);
    expect(await ask("select skills_text from candidates where profile_id = 'ada'")).toEqual([["SQL, Go"]]);
  });
});

it("candidate_experiences has a row for each job, in the order of the API", async () => {
  expect(await ask("select * from candidate_experiences")).toEqual([
    ["ada", "Ada Beispiel", 1, "CTO", "Umbra", "umbra.example", "Paris", "2026-01", null, true, "All of it"],
    ["ada", "Ada Beispiel", 2, "Engineer", "Lumen", null, null, null, null, null, null],
  ]);
});

it("candidate_educations has a row for each education", async () => {
  expect(await ask("select * from candidate_educations")).toEqual([
    ["ada", "Ada Beispiel", 1, "ETH", "MSc", "Maths", "2001", "2005", null],
  ]);
});

it("job_changes has one row for one change, past a form that says nothing of a job", async () => {
  expect(await ask("select * from job_changes")).toEqual([
    ["ada", "Ada Beispiel", "Engineer", "Lumen", "CTO", "Umbra", at("2026-01-02T08:00Z")],
  ]);
});

it("new_people tells who found people first", async () => {
  expect(await ask("select profile_id, spec, run_id, day::text from new_people order by profile_id")).toEqual(
    [
      ["ada", "paris", 1, "2026-01-01"],
      ["ada-2", "berlin", 2, "2026-01-02"],
      ["bo", "paris", 1, "2026-01-01"],
    ],
  );
});

it("spend_by_spec_and_day tells what people cost, what is in suspense apart", async () => {
  expect(
    await ask(
      `select spec, day::text, pages, profiles, profiles_new, credits_spent, credits_in_suspense, credits_per_new_profile
       from spend_by_spec_and_day order by spec, day`,
    ),
  ).toEqual([
    ["berlin", "2026-01-02", 1, 3, 1, 3, 25, "3.00"],
    ["paris", "2026-01-01", 1, 2, 2, 2, 0, "1.00"],
    ["paris", "2026-01-02", 1, 1, 0, 1, 0, null],
  ]);
});

it("possible_duplicates has each pair once, and nobody without a LinkedIn name", async () => {
  expect(await ask("select linkedin_slug, profile_id, other_profile_id from possible_duplicates")).toEqual([
    ["ada-b", "ada", "ada-2"],
  ]);
});

it("provenance leads from a person to specs, runs, pages, calls and credits", async () => {
  expect(
    await ask(
      `select spec, run_id, page, position, call_id, call_credits, call_profiles, credits_for_this_profile, version_id
       from provenance where profile_id = 'ada' order by call_id, position`,
    ),
  ).toEqual([
    ["paris", 1, 1, 0, 1, 2, 2, "1.00", 1],
    ["paris", 1, 2, 0, 2, 1, 1, "1.00", 3],
    ["berlin", 2, 1, 0, 3, 3, 3, "1.00", 4],
    ["berlin", 2, 1, 1, 3, 3, 3, "1.00", 5],
  ]);
});
