import { expect, test } from "vitest";
import { withSameSearches } from "../../src/specs/same-searches.ts";
import { parseSpec } from "../../src/specs/spec.ts";
import { planImport } from "../../src/specs/spec-changes.ts";

const stored = (...specs: readonly (readonly [slug: string, keyword: string, settings?: object])[]) =>
  planImport(
    [],
    specs.map(([spec, keyword, settings]) => parseSpec({ spec, search: { keyword }, ...settings })),
    { prune: false },
  ).added;

const warningsOf = (all: ReturnType<typeof stored>, chosen = all) =>
  withSameSearches(chosen, all).map(({ warnings }) => warnings);

test("specs of one search are told of each other, and keep their own warnings", () => {
  const all = stored(["a", "SaaS", { budgetCredits: 10 }], ["b", "saas"], ["c", "SQL"]);
  expect(warningsOf(all)).toEqual([
    [expect.stringContaining("budget_credits: 10 credits"), expect.stringContaining('same people as "b"')],
    [expect.stringContaining('same people as "a"')],
    [],
  ]);
});

test("a spec is told of the same search of a spec that is not chosen, and of no disabled one", () => {
  const all = stored(["a", "SaaS"], ["b", "SaaS"], ["c", "SQL"], ["d", "SQL", { enabled: false }]);
  expect(warningsOf(all, all.slice(1))).toEqual([[expect.stringContaining('"a"')], [], []]);
});

test("no more than five others are named", () => {
  const all = stored(...["a", "b", "c", "d", "e", "f", "g", "h"].map((slug) => [slug, "SaaS"] as const));
  expect(warningsOf(all)[0]).toEqual([expect.stringContaining('"b", "c", "d", "e", "f" and 2 more')]);
});
