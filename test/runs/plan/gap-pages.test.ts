import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gapPages, type PageOfPass } from "../../../src/runs/plan/gap-pages.ts";

const page = (number: number, totalCount: number | null, repeated = 0, profiles = 10): PageOfPass => ({
  page: number,
  profiles,
  totalCount,
  repeated,
});

describe("the pages that can hold people whom a pass missed", () => {
  it.each<[string, PageOfPass[], number[], number]>([
    ["none of a list that stood still", [page(1, 30), page(2, 30), page(3, 30)], [], 0],
    ["none of a single page", [page(1, 30)], [], 0],
    ["none of no page", [], [], 0],
    ["the page before a border at which the total dropped", [page(1, 30), page(2, 30), page(3, 27)], [2], 3],
    ["one page where as many left as a page holds", [page(1, 60), page(2, 60), page(3, 50)], [2], 10],
    ["two where one more left", [page(1, 60), page(2, 60), page(3, 49)], [1, 2], 11],
    ["the pages before a border that repeats people", [page(1, 30), page(2, 30), page(3, 31, 1)], [1, 2], 1],
    ["none behind it", [page(1, 90), page(2, 91, 1), page(3, 91), page(4, 91)], [1], 1],
    ["none where the total grew without a repeat", [page(1, 30), page(2, 35), page(3, 35)], [], 0],
    [
      "one page more where a later drop can have moved people on",
      [page(1, 60), page(2, 60), page(3, 60), page(4, 50), page(5, 41)],
      [2, 3, 4],
      19,
    ],
    ["none after the last border", [page(1, 60), page(2, 58), page(3, 60, 2)], [1, 2], 4],
    ["pages of which totals are unknown, by repeats alone", [page(1, null), page(2, null, 2)], [1], 2],
    ["a drop across a page that named no total", [page(1, 30), page(2, null), page(3, 29)], [2], 1],
    [
      "all pages before a border where the total makes no sense",
      [page(1, 1e15), page(2, 20), page(3, 19)],
      [1, 2],
      11,
    ],
    ["pages that were skipped by next_page", [page(1, 90), page(4, 90), page(5, 88)], [4], 2],
  ])("are %s", (_, bought, pages, people) => {
    expect(gapPages(bought)).toEqual({ pages, people });
  });
});

type Change = { readonly kind: "none" | "grows" | "shrinks"; readonly places: readonly number[] };
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom("none", "none", "grows", "shrinks"),
  places: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }),
});

/** Buys a list page by page while it changes between the pages. Returns the page of each person of the list who was not shown. */
function buyWhileMoving(length: number, size: number, changes: readonly Change[]) {
  let list = Array.from({ length }, (_, index) => index);
  let newest = length;
  const seen = new Set<number>();
  const bought: PageOfPass[] = [];
  for (let number = 1; number <= 40; number += 1) {
    const shown = list.slice((number - 1) * size, number * size);
    const repeated = shown.filter((id) => seen.has(id)).length;
    bought.push({ page: number, profiles: shown.length, totalCount: list.length, repeated });
    for (const id of shown) seen.add(id);
    if (number * size >= list.length) break;
    const { kind, places } = changes[number - 1] ?? { kind: "none", places: [] };
    for (const place of kind === "none" ? [] : places) {
      const at = Math.floor(place * (list.length + (kind === "grows" ? 1 : 0)));
      if (kind === "grows") list = [...list.slice(0, at), newest++, ...list.slice(at)];
      else list = list.filter((_, index) => index !== at);
    }
  }
  const reached = bought.length;
  const pages = list.flatMap((id, index) => (seen.has(id) ? [] : [Math.ceil((index + 1) / size)]));
  return { bought, missed: pages.filter((number) => number <= reached) };
}

const worlds = fc.record({
  length: fc.integer({ min: 1, max: 120 }),
  size: fc.integer({ min: 1, max: 10 }),
  changes: fc.array(change, { maxLength: 40 }),
});

describe("a list that grows or shrinks between any two pages", () => {
  it("has everyone who was missed on one of the pages, and no more missed people than are sought", () => {
    fc.assert(
      fc.property(worlds, ({ length, size, changes }) => {
        const { bought, missed } = buyWhileMoving(length, size, changes);
        const gaps = gapPages(bought);
        expect(missed.filter((number) => !gaps.pages.includes(number))).toEqual([]);
        expect(missed.length).toBeLessThanOrEqual(gaps.people);
      }),
      { numRuns: 10_000 },
    );
  });

  it("asks for no page of a list from which nobody was missed and in which nothing moved", () => {
    fc.assert(
      fc.property(worlds, ({ length, size }) => {
        expect(gapPages(buyWhileMoving(length, size, []).bought)).toEqual({ pages: [], people: 0 });
      }),
    );
  });

  it("asks for the pages of one drop and no more: as many as the people who left fill", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 8 }),
        fc.nat(60),
        (size, border, left) => {
          const total = size * 12;
          const dropped = Math.min(left, size * border);
          const bought = Array.from({ length: 12 }, (_, index) =>
            page(index + 1, index < border ? total : total - dropped, 0, size),
          );
          expect(gapPages(bought).pages.length).toBe(Math.ceil(dropped / size));
        },
      ),
    );
  });
});
