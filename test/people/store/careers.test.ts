import fc from "fast-check";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { isCurrentOn } from "../../../src/people/career/current-job.ts";
import { planErasure } from "../../../src/privacy/store/preview-erasure.ts";
import { readReport } from "../../../src/runs/store/read-report.ts";
import { makePageInserter, type PageInserter } from "../../support/insert-page.ts";
import { queryIso } from "../../support/iso-query.ts";
import { openTestDatabase, type TestDatabase } from "../../support/test-database.ts";

let database: TestDatabase;
let inserter: PageInserter;
const ask = (sql: string, values: unknown[] = []) => queryIso(database, { text: sql, values });
const show = async (...profiles: object[]) => (await inserter.show(profiles)).apply();

/** A month that many months from now, such as 2027-02. */
function month(offset: number): string {
  const day = new Date();
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + offset, 15)).toISOString().slice(0, 7);
}

const job = (title: string, company: string, start: string, end: string | null, change: object = {}) => ({
  ...{ title, company_name: company, start_date: start, end_date: end, ...change },
});
const someone = (id: string, jobs: readonly ReturnType<typeof job>[], change: object = {}) => ({
  ...{ profile_id: id, first_name: "Edda", last_name: id, location: "Graz, Austria" },
  ...{ current_job: null, experiences: jobs, ...change },
});

beforeAll(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  inserter = await makePageInserter(database.db);
  // Answers of today, so that what is to come is to come for both.
  await database.db.pool.query(
    "create function today() returns trigger language plpgsql as $$ begin new.answered_at := now(); return new; end $$",
  );
  await database.db.pool.query(
    "create trigger today before insert on calls for each row execute function today()",
  );
  return () => database.close();
});

describe("the rule for jobs that are held", () => {
  it("is the same in the database", async () => {
    const date = fc.option(
      fc.constantFrom(
        "2015",
        "2021-03",
        month(-1),
        month(0),
        month(1),
        "2031",
        "2030-02-28",
        "Jan 2020",
        "soon",
      ),
      { nil: null },
    );
    const entries = fc.sample(
      fc.record({ startDate: date, endDate: date, isCurrent: fc.option(fc.boolean(), { nil: null }) }),
      400,
    );
    const [row] = await ask(
      `select current_date::text as today, array(
         select job_is_current((e->>'isCurrent')::boolean, partial_date(e->>'startDate'), partial_date(e->>'endDate'), e->>'endDate', current_date)
         from jsonb_array_elements($1::jsonb) with ordinality as l(e, place) order by place) as held`,
      [JSON.stringify(entries)],
    );
    const rest = {
      title: null,
      companyName: null,
      companyDomain: null,
      location: null,
      description: null,
      extra: {},
    };
    expect(row.held).toEqual(entries.map((entry) => isCurrentOn({ ...rest, ...entry }, row.today)));
  });
});

describe("what is current", () => {
  it("is so in views, years and named queries alike", async () => {
    await show(
      someone("present", [job("Data Engineer", "Norrland Vind AB", "2021-03", "Heute")], {
        current_job: { title: "Data Engineer", company_name: "Norrland Vind AB" },
      }),
      someone("contract", [
        job("Interim CFO", "Lindgrat AG", month(-13), month(7)),
        job("Engineer", "Altbau KG", month(-61), month(-13)),
      ]),
      someone("coming", [job("Incoming Analyst", "Morgenrot AG", month(3), null, { is_current: true })], {
        current_job: { title: "Incoming Analyst", company_name: "Morgenrot AG" },
      }),
      someone("booked", [job("Tutor", "Uni", month(2), month(8))]),
      someone("seat", [
        job("Board Member", "Verein", "2024-05", null),
        job("CEO", "Lindgrat AG", "2018-01", null),
      ]),
      someone("undated", [job("Board Member", "Verein", "2024-05", null), job("CEO", "Lindgrat", "", null)], {
        current_job: { title: "CEO", company_name: "Lindgrat" },
      }),
    );
    const rows = await ask(
      `select profile_id, current_title, role_since::text, years_in_current_role::float as years, years_of_experience::float as all_years
       from candidates order by profile_id`,
    );
    expect(rows).toMatchObject([
      { profile_id: "booked", current_title: null, role_since: null, years: null, all_years: null },
      {
        profile_id: "coming",
        current_title: "Incoming Analyst",
        role_since: null,
        years: null,
        all_years: null,
      },
      { profile_id: "contract", current_title: "Interim CFO", role_since: `${month(-13)}-01` },
      { profile_id: "present", current_title: "Data Engineer", role_since: "2021-03-01" },
      { profile_id: "seat", current_title: "CEO", role_since: "2018-01-01" },
      { profile_id: "undated", current_title: "CEO", role_since: null, years: null },
    ]);
    expect(rows[2].all_years).toBeGreaterThanOrEqual(5);
    expect(rows[2].all_years).toBeLessThanOrEqual(5.2);
    expect(
      await ask(
        "select profile_id, is_current, months from experiences where profile_id in ('coming', 'contract') order by 1, place",
      ),
    ).toEqual([
      { profile_id: "coming", is_current: false, months: null },
      { profile_id: "contract", is_current: true, months: 13 },
      { profile_id: "contract", is_current: false, months: 48 },
    ]);
  });
});

describe("a change of jobs", () => {
  it("is one that only a list shows, and none in the way a job is written", async () => {
    const before = job("Planner", "Havn AS", "2016-01", null);
    const acme = job("Senior Engineer", "Acmewerk GmbH", "2020-02", null);
    await show(
      someone("moved", [before], { current_job: before }),
      someone("same", [acme], { current_job: acme }),
    );
    await show(
      someone("moved", [
        job("Site Manager", "Tuuli Oy", month(-1), null),
        { ...before, end_date: month(-2) },
      ]),
      someone("same", [job("Senior Engineer 🚀", "Acmewerk", "2020-02", null)]),
    );
    expect(
      await ask("select profile_id, from_title, from_company, to_title, to_company from job_changes"),
    ).toEqual([
      {
        profile_id: "moved",
        from_title: "Planner",
        from_company: "Havn AS",
        to_title: "Site Manager",
        to_company: "Tuuli Oy",
      },
    ]);
  });
});

describe("another person under a known id", () => {
  it("is flagged, named by the report and by an erasure, and gets no contact of the former one", async () => {
    const baker = job("Pastry Chef", "Four Bleu", "2015", null);
    const contacts = { personal_emails: ["samuel.lee@old.example"], phones: ["+33 6 00 00 00 01"] };
    await show({
      ...someone("sam-lee", [baker]),
      first_name: "Samuel",
      last_name: "Lee",
      location: "Paris, France",
      contact_info: contacts,
    });
    await show({
      ...someone("sam-lee", [job("Actuary", "Reef Mutual", "2023", null)]),
      first_name: "Samantha",
      last_name: "Leeds",
      location: "Sydney, Australia",
    });
    expect(await ask("select profile_id, previous_name, full_name from possible_other_people")).toEqual([
      { profile_id: "sam-lee", previous_name: "Samuel Lee", full_name: "Samantha Leeds" },
    ]);
    expect(await ask("select profile_id from job_changes where profile_id = 'sam-lee'")).toEqual([]);
    expect(
      await ask(
        "select has_email, has_phone, has_personal_email from candidates where profile_id = 'sam-lee'",
      ),
    ).toEqual([{ has_email: false, has_phone: false, has_personal_email: false }]);
    expect(
      await ask("select value, former_person from contacts where profile_id = 'sam-lee' order by value"),
    ).toEqual([
      { value: "+33 6 00 00 00 01", former_person: true },
      { value: "samuel.lee@old.example", former_person: true },
    ]);
    const report = await readReport(database.db, 1);
    expect(report?.specs.flatMap(({ warnings }) => warnings)).toEqual([
      "known ids that may name other people now: 1 (`sourcing query other-person`)",
    ]);
    const { renamedIds } = await planErasure(database.db, [
      { kind: "email", value: "samuel.lee@old.example" },
    ]);
    expect(renamedIds).toEqual([
      { profileId: "sam-lee", previousName: "Samuel Lee", fullName: "Samantha Leeds" },
    ]);
  });
});
