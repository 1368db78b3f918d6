import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildPerson, type Person } from "../../src/simulator/invented-person.ts";
import { makePopulation } from "../../src/simulator/population.ts";
import { parseSearchBody, type SearchBody } from "../../src/simulator/search-body.ts";
import { makeSearchIndex } from "../../src/simulator/search-index.ts";
import { bruteForceMatches } from "./brute-force.ts";

const DAY = 20;
const population = makePopulation({ seed: 11, people: 3_000 });
const index = makeSearchIndex(population);
const people: readonly Person[] = Array.from({ length: population.people }, (_, person) =>
  buildPerson(population, person, DAY),
);

function parse(body: unknown): SearchBody {
  const parsed = parseSearchBody(body);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.body;
}

function find(body: unknown): Person[] {
  return people.filter((person) => index.find(parse(body), DAY).includes(person.index));
}

function some(...values: string[]): fc.Arbitrary<string[]> {
  return fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
}

const scope = fc.constantFrom("current", "past", "both");
const filterValues = {
  job_title: some("VP of Product", "engineer", "Product Manager", "Head", "Développeur", "Director of Sales"),
  exclude_job_titles: some("Senior", "Intern", "Software Engineer"),
  current_titles_only: fc.boolean(),
  seniority: some("VP", "Head", "Owner / Founder", "Senior", "CXO"),
  company: some("Stripe", "Datadog", "Northlume", "Øresand", "Bank"),
  company_filter: scope,
  current_company_only: fc.boolean(),
  exclude_companies: some("Stripe", "Labs"),
  domain: some("stripe.example.com", "example.com", "datadog.example.com"),
  location: some("Paris, France", "France", "berlin", "São Paulo", "krakow"),
  current_work_location: some("London", "Germany", "Türkiye"),
  past_work_location: some("United", "Madrid", "Paris"),
  skills: some("SaaS", "Python", "C++", "Leadership", "Product Management"),
  education: some("HEC Paris", "Zürich", "University"),
  educations: fc.constantFrom(
    [{ school_name: "HEC Paris", field_of_study: "Economics" }],
    [{ school_name: "University", field_of_study: "Computer Science" }],
  ),
  industry: some("Financial Services", "Media", "Software Development"),
  company_size: some("1_10", "5001_10000", "51_200"),
  keyword: fc.constantFrom("Python", "Stripe", "Lisbon", "Media", "HEC", "engineer"),
  name: fc.constantFrom("ann", "Zoe", "MÖLLER", "le gall", "n d", "É"),
  years_of_experience: some("0_1", "2_5", "6_10", "10"),
  years_in_current_role: some("0_1", "2_5", "10"),
  languages: fc.constantFrom(
    [{ language: "French" }],
    [{ language: "German", proficiency: "professional_working" }, { language: "Dutch" }],
  ),
} as const;

/** One to three filters at once: with more, hardly anybody is left to compare. */
const anyBody = fc
  .uniqueArray(fc.constantFrom(...(Object.keys(filterValues) as (keyof typeof filterValues)[])), {
    minLength: 1,
    maxLength: 3,
  })
  .chain((names) =>
    fc.tuple(
      ...names.map((name) => (filterValues[name] as fc.Arbitrary<unknown>).map((value) => [name, value])),
    ),
  )
  .map((entries) => Object.fromEntries(entries) as Record<string, unknown>);

describe("a search", () => {
  it("finds exactly the people whom a slow look at everybody finds", () => {
    fc.assert(
      fc.property(anyBody, (sent) => {
        const body = parse(sent);
        const expected = people.filter((person) => bruteForceMatches(person, body));
        expect([...index.find(body, DAY)]).toEqual(expected.map((person) => person.index));
      }),
      { numRuns: 150 },
    );
  });

  it.each(Object.keys(filterValues).filter((name) => !/only|company_filter/.test(name)))(
    "by %s alone finds some people and not everybody",
    (name) => {
      const [value] = fc.sample(filterValues[name as keyof typeof filterValues] as fc.Arbitrary<unknown>, {
        numRuns: 1,
        seed: 5,
      });
      const found = find({ [name]: value });
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThan(people.length);
    },
  );

  it("without any filter, or with empty lists, finds everybody", () => {
    expect(find({})).toHaveLength(people.length);
    expect(find({ skills: [], location: [] })).toHaveLength(people.length);
  });

  it("by job function finds the function's titles at every level", () => {
    const found = find({ job_function: ["product"] });
    expect(found.length).toBeGreaterThan(100);
    expect(new Set(found.map((person) => person.jobs[0]?.title.jobFunction)).size).toBe(1);
    expect(new Set(found.map((person) => person.jobs[0]?.title.seniority)).size).toBeGreaterThan(4);
  });

  it("with related titles finds other wordings of the same position", () => {
    const exact = find({ job_title: ["Vice President, Product"] });
    const related = find({ job_title: ["Vice President, Product"], include_related_job_titles: true });
    const titles = new Set(related.map((person) => person.jobs[0]?.title.text));
    expect(related.length).toBeGreaterThan(exact.length);
    expect(titles).toContain("VP of Product");
    expect(titles).not.toContain("VP of Sales");
  });

  it("by title understands AND, OR, NOT, quotes and brackets", () => {
    const found = find({ job_title: ['("Head of" OR VP) AND Product NOT EMEA'] });
    expect(found.length).toBeGreaterThan(0);
    for (const person of found)
      expect(person.jobs[0]?.title.text).toMatch(/^(?!.*EMEA).*(Head of|VP).*Product/);
  });

  it("by skills evaluates an expression over all skills of a person", () => {
    const found = find({ skills: ["Python AND SQL NOT Spark"] });
    const expected = people.filter(
      ({ skills }) => skills.includes("Python") && skills.includes("SQL") && !skills.includes("Spark"),
    );
    expect(found).toEqual(expected);
    expect(found.length).toBeGreaterThan(0);
  });

  it("by keyword may join what stands in different places of a profile", () => {
    const found = find({ keyword: "Stripe AND (Python OR Roadmapping)" });
    const expected = people.filter(
      ({ jobs, skills }) =>
        jobs.some((job) => job.company.name === "Stripe") &&
        (skills.includes("Python") || skills.includes("Roadmapping")),
    );
    expect(found).toEqual(expected);
    expect(found.length).toBeGreaterThan(0);
  });

  it("with a radius also finds people of neighbouring cities", () => {
    const near = find({ location: ["Manchester"], location_radius: 180 });
    const places = new Set(near.map((person) => person.location));
    expect(places).toEqual(
      new Set([
        "Manchester, United Kingdom",
        "London, United Kingdom",
        "Edinburgh, United Kingdom",
        "Dublin, Ireland",
      ]),
    );
  });

  it("with a years range that is none finds nobody", () => {
    expect(find({ years_of_experience: ["two to five"] })).toEqual([]);
  });
});
