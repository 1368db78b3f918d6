import { describe, expect, test } from "vitest";
import { columnValues } from "../../src/specs/column-values.ts";
import { contradictions } from "../../src/specs/contradictions.ts";
import { readSpecs } from "../../src/specs/sheets/read-specs.ts";
import { formatWarning } from "../../src/specs/sheets/sheet-problem.ts";
import { parseSpec } from "../../src/specs/spec.ts";

type Values = Readonly<Record<string, unknown>>;

function columnsOf(search: Values, settings: Values = {}): string[] {
  const spec = parseSpec({ spec: "a", search: { keyword: "SaaS", ...search }, ...settings });
  return contradictions(columnValues(spec)).map(({ column }) => column);
}

const warningsIn = (text: string) => readSpecs(Buffer.from(text)).warnings.map(formatWarning);

describe("an option that does nothing", () => {
  test.each<[string, Values, Values]>([
    ["company_filter", { company_filter: "current" }, { company: ["Brightlake"] }],
    ["company_filter", { company_filter: "past" }, { company: ["Brightlake"] }],
    ["location_radius", { location_radius: 20 }, { location: ["Paris, France"] }],
    ["current_company_only", { current_company_only: true }, { domain: ["brightlake.example"] }],
    ["current_company_only", { current_company_only: true }, { industry: ["Software"] }],
    ["match_experience", { match_experience: "both" }, { job_title: ["CTO"] }],
    ["match_experience", { match_experience: "current" }, { company: ["Brightlake"] }],
    ["current_titles_only", { current_titles_only: false }, { job_title: ["CTO"] }],
    ["include_related_job_titles", { include_related_job_titles: true }, { job_title: ["CTO"] }],
  ])("%s is noticed where it is set to %j alone, and not beside %j", (column, option, partner) => {
    expect(columnsOf(option)).toEqual([column]);
    expect(columnsOf({ ...option, ...partner })).toEqual([]);
  });

  test("is not noticed where it says what the API does by itself", () => {
    expect(columnsOf({ current_titles_only: true })).toEqual([]);
    expect(columnsOf({ current_company_only: false, include_related_job_titles: false })).toEqual([]);
  });
});

describe("past employers", () => {
  const current = { company: ["Brightlake"], current_company_only: true };

  test.each(["company_filter", "match_experience"])("in %s contradict current_company_only", (column) => {
    expect(columnsOf({ ...current, [column]: "past" })).toEqual([column]);
    expect(columnsOf({ ...current, [column]: "current" })).toEqual([]);
    expect(columnsOf({ ...current, [column]: "past", current_company_only: false })).toEqual([]);
  });
});

describe("what is included and excluded", () => {
  test.each([
    ["job_title", "exclude_job_titles"],
    ["company", "exclude_companies"],
  ])("in %s and %s is named, whatever its capitals", (column, exclusion) => {
    const search = { [column]: ["Nord Lab", "Brightlake"], [exclusion]: ["NORD LAB", "Other"] };
    const spec = parseSpec({ spec: "a", search });
    expect(contradictions(columnValues(spec))).toEqual([
      {
        column,
        message: `Nord Lab is included and excluded by ${exclusion}; remove it from one of them`,
        absent: [],
      },
    ]);
    expect(columnsOf({ [column]: ["Nord"], [exclusion]: ["Nord Lab"] })).toEqual([]);
  });
});

describe("contact details", () => {
  test("that are to be revealed need data_types, and the reverse", () => {
    expect(columnsOf({ reveal_info: true })).toEqual(["reveal_info"]);
    expect(columnsOf({ data_types: ["phone"] })).toEqual(["data_types"]);
    expect(columnsOf({ data_types: ["phone"], reveal_info: false })).toEqual(["data_types"]);
    expect(columnsOf({ data_types: ["phone"], reveal_info: true })).toEqual([]);
    expect(columnsOf({ reveal_info: false })).toEqual([]);
  });
});

describe("settings", () => {
  test("contradict each other where a run may spend more than all runs, or nights take what no run may", () => {
    expect(columnsOf({}, { budgetCredits: 500, lifetimeCredits: 100 })).toEqual(["budget_credits"]);
    expect(columnsOf({}, { budgetCredits: 100, lifetimeCredits: 100 })).toEqual([]);
    expect(columnsOf({}, { nightly: true, enabled: false })).toEqual(["nightly"]);
    expect(columnsOf({}, { nightly: true })).toEqual([]);
  });
});

describe("a file", () => {
  test("says every contradiction of a row, with its line", () => {
    const text = "spec,keyword,company_filter,reveal_info,budget_credits\na,SaaS,past,yes,10\n";
    expect(warningsIn(text)).toEqual([
      expect.stringMatching(/^line 2, column company_filter: .* there is no company/),
      expect.stringMatching(/^line 2, column reveal_info: .* fill in data_types/),
      expect.stringMatching(/^line 2, column budget_credits: 10 credits are less than a page may cost/),
    ]);
  });

  test("does not call a column empty whose cell could not be read", () => {
    const text = 'spec,keyword,location_radius,location\na,SaaS,20,"{Paris}"\n';
    expect(warningsIn(text)).toEqual([]);
    expect(readSpecs(Buffer.from(text)).problems.map(({ column }) => column)).toEqual(["location"]);
  });

  test.each([
    '{""language"":""French"",""proficiency"":""mother""}',
    '{""language"":""French"",""proficiency"":[""elementary"",""mother""]}',
  ])("says that a proficiency does not exist: %s", (languages) => {
    expect(warningsIn(`spec,keyword,languages\na,SaaS,"[${languages}]"\n`)).toEqual([
      expect.stringMatching(/^line 2, column languages: "mother" is none of the known values/),
    ]);
  });
});
