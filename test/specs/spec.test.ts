import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSpec } from "../../src/specs/spec.ts";
import { SpecInvalid, type SpecProblem } from "../../src/values/errors.ts";
import { goodSpec } from "./spec-arbitraries.ts";

const search = { job_title: ["VP of Product"] };

function problemsOf(input: unknown): readonly SpecProblem[] {
  try {
    parseSpec(input);
  } catch (error) {
    if (error instanceof SpecInvalid) return error.problems;
    throw error;
  }
  return [];
}

function columnsAtFault(input: unknown): string[] {
  return problemsOf(input).map((problem) => problem.column);
}

describe("a good spec", () => {
  test("takes the defaults of the settings that it does not name", () => {
    expect(parseSpec({ spec: "paris-vp", search })).toEqual({
      spec: "paris-vp",
      search: { job_title: ["VP of Product"] },
      budgetCredits: null,
      lifetimeCredits: null,
      maxPages: null,
      refreshDays: 30,
      stopAfterKnownPages: 2,
      nightly: false,
      enabled: true,
      priority: 0,
      tags: [],
      owner: null,
      notes: null,
    });
  });

  test("keeps every setting that it names", () => {
    const settings = {
      budgetCredits: 0,
      lifetimeCredits: 5_000,
      maxPages: 3,
      refreshDays: 0,
      stopAfterKnownPages: 0,
      nightly: true,
      enabled: false,
      priority: -5,
      tags: ["paris"],
      owner: "Ada",
      notes: "- before summer",
    };
    expect(parseSpec({ spec: "a", search, ...settings })).toEqual({ spec: "a", search, ...settings });
  });

  test("is frozen to the last leaf", () => {
    const spec = parseSpec({ spec: "a", search: { ...search, languages: [{ language: "French" }] } });
    expect(Object.isFrozen(spec)).toBe(true);
    expect(Object.isFrozen(spec.search)).toBe(true);
    expect(Object.isFrozen(spec.search.job_title)).toBe(true);
    expect(Object.isFrozen(spec.search.languages?.[0])).toBe(true);
    expect(Object.isFrozen(spec.tags)).toBe(true);
  });

  test("leaves its input alone", () => {
    const input = { spec: "a", search: { job_title: ["b", "a", "b"], languages: [{ language: " x " }] } };
    parseSpec(input);
    expect(input).toEqual({
      spec: "a",
      search: { job_title: ["b", "a", "b"], languages: [{ language: " x " }] },
    });
    expect(Object.isFrozen(input.search.job_title)).toBe(false);
  });

  test("comes out equal when it is parsed again", () => {
    fc.assert(
      fc.property(goodSpec, (spec) => {
        expect(parseSpec(spec)).toEqual(spec);
      }),
    );
  });

  test("comes out equal after a stay in a JSON column", () => {
    fc.assert(
      fc.property(goodSpec, (spec) => {
        expect(parseSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
      }),
    );
  });
});

describe("the canonical form", () => {
  const titles = (job_title: string[]) => parseSpec({ spec: "a", search: { job_title } }).search.job_title;

  test("trims, folds white space and composes accents", () => {
    expect(titles(["  VP\u00a0 of\n Product ", "Cre\u0301ateur"])).toEqual(["Créateur", "VP of Product"]);
  });

  test("drops the invisible characters that copying leaves behind", () => {
    expect(titles(["VP\u200b of Pro\u00adduct"])).toEqual(["VP of Product"]);
  });

  test("keeps the first of the values that differ only in case", () => {
    expect(titles(["SaaS", "saas", "SAAS"])).toEqual(["SaaS"]);
  });

  test("sorts without regard to case", () => {
    expect(titles(["b", "C", "a"])).toEqual(["a", "b", "C"]);
  });

  test("tells an operator in capitals from a word", () => {
    expect(titles(["vp OR head", "vp or head"])).toHaveLength(2);
    expect(titles(["Anderson", "ANDERSON"])).toHaveLength(1);
  });

  test("leaves out a value that equals the default of the API", () => {
    expect(parseSpec({ spec: "a", search: { ...search, current_titles_only: true } }).search).toEqual(search);
    expect(parseSpec({ spec: "a", search: { ...search, current_titles_only: false } }).search).toEqual({
      ...search,
      current_titles_only: false,
    });
  });

  test("takes nulls, blanks and empty lists for absent", () => {
    expect(
      parseSpec({ spec: "a", search: { ...search, skills: [], name: " ", company: null } }).search,
    ).toEqual(search);
  });

  test("sorts the keys of objects, drops their blanks and counts equal objects once", () => {
    const languages = [
      { proficiency: "elementary", language: "French" },
      { language: " french", proficiency: "elementary" },
      { language: "German", proficiency: "" },
    ];
    expect(parseSpec({ spec: "a", search: { languages } }).search.languages).toEqual([
      { language: "French", proficiency: "elementary" },
      { language: "German" },
    ]);
  });

  test("writes tags in small letters", () => {
    expect(parseSpec({ spec: "a", search, tags: ["Paris", "product", "PARIS"] }).tags).toEqual([
      "paris",
      "product",
    ]);
  });
});

describe("a spec is refused", () => {
  test.each([
    [{ spec: "Paris VP", search }, ["spec"]],
    [{ spec: "", search }, ["spec"]],
    [{ spec: "a".repeat(65), search }, ["spec"]],
    [{ spec: "a-", search }, ["spec"]],
    [{ search }, ["spec"]],
    [{ spec: "a", search, budgetCredits: -1 }, ["budget_credits"]],
    [{ spec: "a", search, budgetCredits: 1.5 }, ["budget_credits"]],
    [{ spec: "a", search, maxPages: 0 }, ["max_pages"]],
    [{ spec: "a", search, refreshDays: null }, ["refresh_days"]],
    [{ spec: "a", search, nightly: "maybe" }, ["nightly"]],
    [{ spec: "a", search, colour: "red" }, ["colour"]],
    [{ spec: "a", search: { ...search, jobtitle: ["x"] } }, ["jobtitle"]],
    [{ spec: "a", search: { ...search, page: 2 } }, ["page"]],
    [{ spec: "a", search: { name: "x".repeat(201) } }, ["name"]],
    [{ spec: "a", search: { keyword: "x".repeat(501) } }, ["keyword"]],
    [{ spec: "a", search: { skills: Array.from({ length: 51 }, (_, i) => `s${i}`) } }, ["skills"]],
    [{ spec: "a", search: { skills: "SaaS" } }, ["skills"]],
    [{ spec: "a", search: { skills: ["SaaS", 7] } }, ["skills"]],
    [{ spec: "a", search: { ...search, location_radius: 0 } }, ["location_radius"]],
    [{ spec: "a", search: { ...search, location_radius: 501 } }, ["location_radius"]],
    [{ spec: "a", search: { ...search, match_experience: "now" } }, ["match_experience"]],
    [{ spec: "a", search: { ...search, data_types: ["fax"] } }, ["data_types"]],
    [{ spec: "a", search: { ...search, reveal_info: "yes" } }, ["reveal_info"]],
    [{ spec: "a", search: "VP" }, ["search"]],
    [null, ["spec"]],
  ])("for %j", (input, columns) => {
    expect(columnsAtFault(input)).toEqual(columns);
  });

  test.each([
    ["current_titles_only", false],
    ["current_titles_only", true],
    ["company_filter", "both"],
  ])("when match_experience meets %s %s, as the reference page demands", (other, value) => {
    const input = { spec: "a", search: { ...search, match_experience: "past", [other]: value } };
    expect(problemsOf(input)).toEqual([
      {
        column: "match_experience",
        found: `match_experience together with ${other}`,
        expected: `only one of match_experience and ${other}`,
        fix: `clear match_experience or ${other}`,
      },
    ]);
  });

  test.each([
    {},
    { reveal_info: true, data_types: ["phone"] },
    { exclude_job_titles: ["Intern"], exclude_companies: ["Stripe"] },
    { location_radius: 20, current_company_only: true, output_fields: ["headline"] },
    { job_title: [], name: "  " },
  ])("because %j would buy everybody", (flags) => {
    const [problem, ...others] = problemsOf({ spec: "a", search: flags });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ column: "search", found: "no filter" });
    expect(problem?.fix).toContain("would buy everybody");
  });

  test.each([
    "=1+1",
    "＝A1",
    "#REF!",
    "#n/a",
    "#NOM?",
    "#WERT!",
    "#¡VALOR!",
    "#¿NOMBRE?",
    "#NV",
    "#ИМЯ?",
    "#DZIEL/0!",
    "a\u0000b",
    "a\ud800",
    "caf\ufffd",
  ])("for the text %j", (text) => {
    expect(columnsAtFault({ spec: "a", search: { job_title: ["ok", text] } })).toEqual(["job_title"]);
    expect(columnsAtFault({ spec: "a", search, notes: text })).toEqual(["notes"]);
    expect(columnsAtFault({ spec: "a", search: { languages: [{ language: text }] } })).toEqual(["languages"]);
  });

  test.each([
    ["French"],
    [{}],
    [{ language: " " }],
    [JSON.parse('{"__proto__":{"polluted":true}}')],
    [{ language: { a: { b: { c: { d: { e: 1 } } } } } }],
    [{ language: "x".repeat(2_001) }],
    [{ level: Number.POSITIVE_INFINITY }],
    [[]],
  ])("for the language %j", (language) => {
    expect(columnsAtFault({ spec: "a", search: { languages: [language] } })).toEqual(["languages"]);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  test("for an object nested too deep to be walked", () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`);
    expect(columnsAtFault({ spec: "a", search: { languages: [deep, deep] } })).toEqual([
      "languages",
      "languages",
    ]);
  });

  test("with all its problems at once, those between parameters too", () => {
    const input = {
      spec: "A",
      search: { location_radius: 900, languages: ["x"], match_experience: "past", company_filter: "both" },
      maxPages: 0,
    };
    expect(columnsAtFault(input).sort()).toEqual([
      "languages",
      "location_radius",
      "match_experience",
      "max_pages",
      "spec",
    ]);
  });
});

describe("a problem", () => {
  test("names the value, the range and the mending", () => {
    expect(problemsOf({ spec: "a", search: { ...search, location_radius: 900 } })).toEqual([
      {
        column: "location_radius",
        found: '"900"',
        expected: "a whole number from 1 to 500",
        fix: "write 500 or less",
      },
    ]);
  });

  test("offers the slug that was most likely meant", () => {
    expect(problemsOf({ spec: "Île de France: VP!", search })[0]?.fix).toBe('write "ile-de-france-vp"');
    expect(problemsOf({ spec: "日本", search })[0]?.fix).toBe('write a name such as "paris-vp-product"');
  });

  test("shortens what was found", () => {
    const [problem] = problemsOf({ spec: "a", search: { name: "x".repeat(5_000) } });
    expect(problem?.found).toBe(`"${"x".repeat(59)}…" (5000 characters)`);
  });

  test("counts a list that is too long", () => {
    const [problem] = problemsOf({
      spec: "a",
      search: { skills: Array.from({ length: 63 }, (_, i) => `s${i}`) },
    });
    expect(problem).toMatchObject({
      found: "63 values",
      fix: "keep 50 or split the search into several specs",
    });
  });
});
