import { expect, test } from "vitest";
import { corruptedRange } from "../../../src/specs/sheets/cells/spreadsheet-date.ts";
import { specWarnings } from "../../../src/specs/sheets/spec-warnings.ts";
import { parseSpec } from "../../../src/specs/spec.ts";
import { specColumn } from "../../../src/specs/spec-columns.ts";

function warningsOf(
  search: Readonly<Record<string, unknown>>,
  settings: Readonly<Record<string, unknown>> = {},
): string[] {
  const spec = parseSpec({ spec: "a", search: { job_title: ["CTO"], ...search }, ...settings });
  return specWarnings(spec).map((warning) => `${warning.column}: ${warning.message}`);
}

test("a spec without oddities has no warnings", () => {
  const search = {
    location: ["Paris, France"],
    seniority: ["VP"],
    company_size: ["11_50"],
    years_of_experience: ["10"],
    languages: [{ language: "French", proficiency: "elementary" }],
    location_radius: 20,
  };
  expect(warningsOf(search, { budgetCredits: 25 })).toEqual([]);
});

test("a comma inside a value that is no place is noticed", () => {
  expect(
    warningsOf({ skills: ["SaaS, SQL"], location: ["Paris, France"], past_work_location: ["Rome, Italy"] }),
  ).toEqual(['skills: "SaaS, SQL" is taken as one value; several values are separated by |']);
});

test("a semicolon is noticed in places too", () => {
  expect(warningsOf({ location: ["Paris; Lyon"] })).toHaveLength(1);
});

const sizes = specColumn("company_size")?.known ?? [];
const years = specColumn("years_of_experience")?.known ?? [];

test.each([
  ["2-May", years, "2_5"],
  ["Feb-05", years, "2_5"],
  ["05/02/2024", years, "2_5"],
  ["2024-02-05", years, "2_5"],
  ["2024-02-05 00:00:00", years, "2_5"],
  ["10-Jun", years, "6_10"],
  ["05-févr.", years, "2_5"],
  ["05-kesäk.", years, null],
  ["Nov-50", sizes, "11_50"],
  ["10-Jan", sizes, "1_10"],
  ["Dec-99", sizes, null],
])("%s is a date that a spreadsheet made of a range", (text, known, range) => {
  expect(corruptedRange(text, known)).toEqual({ range });
});

test.each(["11-50", "10", "11_50", "many", "10 to 20 people"])("%s is no date", (text) => {
  expect(corruptedRange(text, sizes)).toBeNull();
});

test("a date whose range is not known is told what a range looks like", () => {
  expect(warningsOf({ company_size: ["Dec-99"] })).toEqual([
    'company_size: "Dec-99" looks like a date that a spreadsheet made of a range; format the column as text and write a range such as 1_10',
  ]);
});

test("a date in a range column names what it was", () => {
  expect(warningsOf({ company_size: ["Nov-50"] })).toEqual([
    'company_size: "Nov-50" looks like a date that a spreadsheet made of 11_50; format the column as text and write 11_50',
  ]);
});

test.each([
  [{ seniority: ["vp"] }, "did you mean VP?"],
  [{ seniority: ["Founder"] }, "known values are Owner / Founder"],
  [{ company_size: ["11-50"] }, "did you mean 11_50?"],
  [{ years_in_current_role: ["3 to 5"] }, "did you mean 3_5?"],
  [{ languages: [{ language: "French", proficiency: "native" }] }, "did you mean native_or_bilingual?"],
  [{ languages: [{ lang: "French" }] }, "did you mean language?"],
  [{ educations: [{ school: "HEC Paris" }] }, "did you mean school_name?"],
])("%j is told the nearest known value", (search, advice) => {
  const [warning, ...others] = warningsOf(search);
  expect(others).toEqual([]);
  expect(warning).toContain("is none of the known values, though it is sent as it is");
  expect(warning).toContain(advice);
});

test("a budget smaller than a page is noticed", () => {
  expect(warningsOf({}, { budgetCredits: 0, lifetimeCredits: 24 })).toEqual([
    "budget_credits: 0 credits are less than a page may cost (25), so nothing is bought; write 25 or more",
    "lifetime_credits: 24 credits are less than a page may cost (25), so nothing is bought; write 25 or more",
  ]);
});

test("a radius without a location is noticed", () => {
  expect(warningsOf({ location_radius: 20 })).toEqual([
    "location_radius: a radius without a location has nothing to go round; fill in location",
  ]);
});

test("text read in the wrong encoding is noticed", () => {
  expect(warningsOf({ location: ["MÃ¼nchen"], name: "Zoë" })).toEqual([
    'location: "MÃ¼nchen" looks like text read in the wrong encoding; type it again',
  ]);
});
