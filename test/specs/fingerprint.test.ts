import fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprintOf } from "../../src/specs/fingerprint.ts";
import { parseSpec } from "../../src/specs/spec.ts";
import { goodSearch } from "./spec-arbitraries.ts";

function fingerprint(search: Readonly<Record<string, unknown>>): string {
  return fingerprintOf(parseSpec({ spec: "a", search }).search);
}

function reversed(search: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(search)
      .map(([name, value]): [string, unknown] => [name, Array.isArray(value) ? value.toReversed() : value])
      .reverse(),
  );
}

test("a fingerprint is pinned, for a changed one buys everybody again", () => {
  const search = {
    job_title: ["VP of Product", "Head of Product"],
    location: ["Paris, France"],
    languages: [{ language: "French" }],
    keyword: "B2B AND SaaS",
    reveal_info: false,
  };
  expect(fingerprint(search)).toBe("fdcba418e486721bdeec4966d5f7468ead5caddcf8ae2714723e7c563df2edb0");
});

test("the order of parameters and of values does not change it", () => {
  fc.assert(
    fc.property(goodSearch, (search) => {
      expect(fingerprint(reversed(search))).toBe(fingerprint(search));
    }),
  );
});

test("repetitions and spaces in lists do not change it", () => {
  fc.assert(
    fc.property(goodSearch, (search) => {
      const repeated = Object.entries(search).map(([name, value]): [string, unknown] => {
        if (!Array.isArray(value)) return [name, value];
        return [
          name,
          [
            ...value,
            ...value.map((item: unknown) =>
              typeof item === "string" && name !== "data_types" ? `  ${item}\n` : item,
            ),
          ],
        ];
      });
      expect(fingerprint(Object.fromEntries(repeated))).toBe(fingerprint(search));
    }),
  );
});

test("capitals do not change it", () => {
  expect(fingerprint({ skills: ["SAAS"], name: "JANE" })).toBe(
    fingerprint({ skills: ["saas"], name: "Jane" }),
  );
});

test("a default written out does not change it", () => {
  const search = { job_title: ["CTO"] };
  expect(fingerprint({ ...search, current_titles_only: true })).toBe(fingerprint(search));
});

test.each([
  [{ job_title: ["vp OR head"] }, { job_title: ["vp or head"] }],
  [{ job_title: ["CTO"] }, { skills: ["CTO"] }],
  [{ job_title: ["CTO"] }, { job_title: ["CTO"], current_titles_only: false }],
  [{ job_title: ["CTO"] }, { job_title: ["CTO"], reveal_info: true }],
  [{ job_title: ["CTO"] }, { job_title: ["CTO"], data_types: ["phone"] }],
  [{ job_title: ["CTO"] }, { job_title: ["CTO"], detailed_experience: true }],
  [{ job_title: ["CTO"] }, { job_title: ["CTO"], output_fields: ["headline"] }],
  [{ job_title: ["a", "b"] }, { job_title: ["a b"] }],
  [{ name: "Jose" }, { name: "José" }],
])("%j and %j are different purchases", (one, other) => {
  expect(fingerprint(one)).not.toBe(fingerprint(other));
});

test("one value more is another search", () => {
  fc.assert(
    fc.property(goodSearch, (search) => {
      const titles: unknown = search.job_title;
      const more = {
        ...search,
        job_title: [...(Array.isArray(titles) ? titles : []), "a title that nobody has yet"],
      };
      expect(fingerprint(more)).not.toBe(fingerprint(search));
    }),
  );
});
