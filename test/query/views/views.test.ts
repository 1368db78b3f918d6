import { beforeAll, describe, expect, inject, it } from "vitest";
import { queryIso } from "../../support/iso-query.ts";
import { openTestDatabase, type TestDatabase } from "../../support/test-database.ts";
import { seed } from "./seed.ts";

let database: TestDatabase;
const ask = (sql: string) => queryIso(database, { text: sql, rowMode: "array" });
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
    expect(missing).toEqual(["experiences_detailed", "educations_detailed", "change_id"]);
    expect(await ask("select skills_text from candidates where profile_id = 'ada'")).toEqual([["SQL, Go"]]);
  });

  it("has texts to compare without regard to case and accents, and years from dates", async () => {
    expect(
      await ask(
        `select name_folded, title_folded, company_folded, skills_folded, role_since::text,
           years_in_current_role = round((current_date - date '2026-01-01') / 365.25, 1),
           years_of_experience = years_in_current_role, document @@ search_question('"cto" -chef')
         from candidates where profile_id = 'ada'`,
      ),
    ).toEqual([["ada beispiel", "cto", "umbra", ["sql", "go"], "2026-01-01", true, true, true]]);
  });

  it("tells until when people have to be told that they are stored, and whether they were", async () => {
    await ask("insert into notices (profile_id, sent_at) values ('bo', '2026-01-20Z')");
    expect(
      await ask("select profile_id, notice_due_at, notice_sent_at from candidates order by profile_id"),
    ).toEqual([
      ["ada", at("2026-02-01T23:30Z"), null],
      ["ada-2", at("2026-02-02T08:00Z"), null],
      ["bo", at("2026-02-01T23:30Z"), at("2026-01-20T00:00Z")],
    ]);
  });

  it("works nothing out that is not asked for", async () => {
    const plan = await ask("explain select full_name, skills_text from candidates where profile_id = 'ada'");
    expect(plan.join("\n")).not.toMatch(/sightings|contacts|notices|profile_search/);
  });
});

it("experiences has a row for each job, in the order of the API, its dates sortable and as they came", async () => {
  const rows = await queryIso(database, {
    text: `select place, title, company, start_date::text, start_precision, start_text, end_date, is_current, title_folded,
       months = extract(year from age(current_date, '2026-01-01')) * 12 + extract(month from age(current_date, '2026-01-01'))
         as months_until_today
     from experiences`,
  });
  expect(rows).toEqual([
    {
      ...{ place: 1, title: "CTO", company: "Umbra", title_folded: "cto", is_current: true },
      ...{ start_date: "2026-01-01", start_precision: "month", start_text: "2026-01", end_date: null },
      months_until_today: true,
    },
    {
      ...{ place: 2, title: "Engineer", company: "Lumen", title_folded: "engineer", is_current: true },
      ...{ start_date: null, start_precision: null, start_text: null, end_date: null },
      months_until_today: null,
    },
  ]);
});

it("educations has a row for each education", async () => {
  expect(
    await ask(
      `select profile_id, place, school, school_folded, diploma, specialization, start_date::text, start_precision, end_text,
         description from educations`,
    ),
  ).toEqual([["ada", 1, "ETH", "eth", "MSc", "Maths", "2001-01-01", "year", "2005", null]]);
});

it("job_changes has one row for one change, past a form that says nothing of a job", async () => {
  expect(await ask("select * from job_changes")).toEqual([
    [
      ...["ada", "Ada Beispiel", "Engineer", "Lumen", "CTO", "Umbra", at("2026-01-02T08:00Z")],
      ...["berlin", 2, 3, 4],
    ],
  ]);
});

it("new_candidates tells who found people first", async () => {
  expect(
    await ask("select profile_id, spec, run_id, call_id, day::text from new_candidates order by profile_id"),
  ).toEqual([
    ["ada", "paris", 1, 1, "2026-01-01"],
    ["ada-2", "berlin", 2, 3, "2026-01-02"],
    ["bo", "paris", 1, 1, "2026-01-01"],
  ]);
});

it("spend_by_day tells what people cost, what is in suspense apart", async () => {
  expect(
    await ask(
      `select day::text, runs, specs, pages, profiles, new_to_store, credits, credits_in_suspense, credits_per_new_person
       from spend_by_day order by day`,
    ),
  ).toEqual([
    ["2026-01-01", 1, 1, 1, 2, 2, 2, 0, "1"],
    ["2026-01-02", 2, 2, 2, 4, 1, 4, 25, "4"],
  ]);
});

it("spec_overlap has each pair of specs once, with the share of each", async () => {
  expect(await ask("select * from spec_overlap")).toEqual([["berlin", "paris", 1, 2, 2, "0.500", "0.500"]]);
});

it("contact_coverage tells of how many people a spec can tell an address", async () => {
  expect(await ask("select * from contact_coverage order by spec")).toEqual([
    ["berlin", 2, 1, 0, 1, 2, "1.000"],
    ["paris", 2, 1, 1, 1, 2, "1.000"],
  ]);
});

describe("retention_due", () => {
  it("has nobody where no retention is set", async () => {
    expect(await ask("select * from retention_due")).toEqual([]);
  });

  it("has whoever was collected so many days ago, however often they were seen since", async () => {
    await ask(
      "update profiles set first_seen_at = now() - case when profile_id = 'ada-2' then interval '0' else interval '30 days' end",
    );
    await ask("update settings set retention_days = 31");
    expect(await ask("select profile_id, due_at < now() from retention_due order by profile_id")).toEqual([]);
    await ask("update settings set retention_days = 30");
    expect(await ask("select profile_id, due_at < now() from retention_due order by profile_id")).toEqual([
      ["ada", true],
      ["bo", true],
    ]);
  });
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
    ["paris", 1, 1, 0, 1, 2, 2, "1", 1],
    ["paris", 1, 2, 0, 2, 1, 1, "1", 3],
    ["berlin", 2, 1, 0, 3, 3, 3, "1", 4],
    ["berlin", 2, 1, 1, 3, 3, 3, "1", 5],
  ]);
});
