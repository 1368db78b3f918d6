import { describe, expect, it } from "vitest";
import { parseSearchBody, searchKeyOf } from "../../src/simulator/search-body.ts";

const LISTS = [
  "job_title",
  "exclude_job_titles",
  "job_function",
  "seniority",
  "skills",
  "education",
  "location",
  "current_work_location",
  "past_work_location",
  "company",
  "exclude_companies",
  "domain",
  "industry",
  "company_size",
  "years_of_experience",
  "years_in_current_role",
  "output_fields",
];
const FLAGS = [
  "current_titles_only",
  "include_related_job_titles",
  "current_company_only",
  "reveal_info",
  "detailed_experience",
  "detailed_education",
];

function problemOf(body: unknown): string {
  const parsed = parseSearchBody(body);
  return parsed.ok ? "none" : parsed.problem;
}

function keyOf(body: unknown): string {
  const parsed = parseSearchBody(body);
  if (!parsed.ok) throw new Error(parsed.problem);
  return searchKeyOf(parsed.body);
}

describe("a search body", () => {
  it("may hold every parameter of the reference page at once", () => {
    const lists = Object.fromEntries(LISTS.map((name) => [name, Array(50).fill("x")]));
    const flags = Object.fromEntries(
      FLAGS.filter((name) => name !== "current_titles_only").map((name) => [name, true]),
    );
    const rest = {
      page: 1,
      name: "n".repeat(200),
      keyword: "k".repeat(500),
      location_radius: 500,
      languages: [{ language: "French", proficiency: "elementary" }],
      educations: [{ school_name: "HEC Paris" }],
      company_filter: "past",
      data_types: ["personal_email", "work_email", "phone"],
    };
    expect(problemOf({ ...lists, ...flags, ...rest })).toBe("none");
    expect(problemOf({ match_experience: "both" })).toBe("none");
  });

  it("may be empty and asks for page 1 then", () => {
    expect(parseSearchBody({})).toEqual({ ok: true, body: { page: 1 } });
  });

  it("may hold unknown parameters, which are dropped in silence", () => {
    expect(parseSearchBody({ job_titel: ["x"], __proto__: { polluted: true } })).toEqual({
      ok: true,
      body: { page: 1 },
    });
  });

  it.each(LISTS)("holds at most 50 texts in %s", (name) => {
    expect(problemOf({ [name]: Array(51).fill("x") })).toMatch(new RegExp(`^${name}: `));
    expect(problemOf({ [name]: "x" })).toMatch(new RegExp(`^${name}: `));
    expect(problemOf({ [name]: ["x", 1] })).toMatch(new RegExp(`^${name}\\.1: `));
  });

  it.each(FLAGS)("holds a boolean in %s", (name) => {
    expect(problemOf({ [name]: "true" })).toMatch(new RegExp(`^${name}: `));
  });

  it.each([
    ["page", 0],
    ["page", 1.5],
    ["page", "1"],
    ["page", null],
    ["name", "n".repeat(201)],
    ["keyword", "k".repeat(501)],
    ["location_radius", 0],
    ["location_radius", 501],
    ["match_experience", "future"],
    ["company_filter", "all"],
    ["data_types", Array(4).fill("phone")],
    ["data_types", ["fax"]],
    ["languages", ["French"]],
    ["educations", Array(51).fill({})],
  ])("is refused with %s: %j", (name, value) => {
    expect(problemOf({ [name]: value })).toMatch(new RegExp(`^${name}(\\.0)?: `));
  });

  it.each([
    { match_experience: "current", current_titles_only: false },
    { match_experience: "past", company_filter: "both" },
  ])("is refused with the combination %j", (body) => {
    expect(problemOf(body)).toMatch(/^match_experience: cannot be combined/);
  });

  it.each([null, 1, "text", []])("is refused when it is %j", (body) => {
    expect(problemOf(body)).toMatch(/^body: /);
  });

  it("has one key for all pages and details of a search, and another for another search", () => {
    const key = keyOf({ skills: ["Go"], name: "ann" });
    expect(keyOf({ name: "ann", skills: ["Go"], page: 4, reveal_info: true, data_types: ["phone"] })).toBe(
      key,
    );
    expect(keyOf({ name: "ann", skills: ["R"] })).not.toBe(key);
  });
});
