import fc from "fast-check";
import { SEARCH_PARAMETER_NAMES } from "../../src/specs/search-parameters.ts";
import { parseSpec, type Spec } from "../../src/specs/spec.ts";
import { SPEC_COLUMNS } from "../../src/specs/spec-columns.ts";
import { findTextProblem } from "../../src/specs/text-problem.ts";
import { normalizeText } from "../../src/values/text.ts";

/** Text that a spec accepts, with separators, quotes and characters of many scripts. */
export const goodText = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
    fc.constantFrom(
      "Paris, France",
      "VP | Head",
      '"quoted"',
      "[lead]",
      "'-x",
      "-x",
      "@home",
      "a; b",
      "C++",
      "Ünïcode",
      "AND",
    ),
  )
  .filter((text) => normalizeText(text) !== "" && findTextProblem(normalizeText(text)) === null);

const goodObject = fc.dictionary(fc.constantFrom("language", "proficiency", "school_name"), goodText, {
  minKeys: 1,
});

const byKind = {
  text: goodText,
  integer: fc.integer({ min: 1, max: 500 }),
  boolean: fc.boolean(),
  enum: fc.constantFrom("current", "past", "both"),
  list: fc.array(goodText, { minLength: 1, maxLength: 5 }),
  "enum list": fc.subarray(["personal_email", "work_email", "phone"], { minLength: 1 }),
  "object list": fc.array(goodObject, { minLength: 1, maxLength: 3 }),
};

const kinds = new Map(SPEC_COLUMNS.map((column) => [column.name, column.kind]));

/** The raw parameters of a search that is accepted: always with a job title, never with `match_experience`. */
export const goodSearch: fc.Arbitrary<Record<string, unknown>> = fc
  .record(
    Object.fromEntries(
      SEARCH_PARAMETER_NAMES.filter((name) => name !== "match_experience").map(
        (name): [string, fc.Arbitrary<unknown>] => [name, byKind[kinds.get(name) ?? "text"]],
      ),
    ),
    { requiredKeys: [] },
  )
  .chain((search) => byKind.list.map((titles) => ({ ...search, job_title: titles })));

const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const slug = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}$/);

/** Specs in canonical form, settings included. */
export const goodSpec: fc.Arbitrary<Spec> = fc
  .record({
    spec: slug,
    search: goodSearch,
    budgetCredits: orNull(fc.nat(10_000)),
    lifetimeCredits: orNull(fc.nat(10_000)),
    maxPages: orNull(fc.integer({ min: 1, max: 100 })),
    refreshDays: fc.nat(365),
    stopAfterKnownPages: fc.nat(10),
    nightly: fc.boolean(),
    enabled: fc.boolean(),
    priority: fc.integer({ min: -1_000, max: 1_000 }),
    tags: fc.array(goodText, { maxLength: 3 }),
    owner: orNull(goodText),
    notes: orNull(goodText),
  })
  .map(parseSpec);
