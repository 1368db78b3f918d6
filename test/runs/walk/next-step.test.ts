import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  advancePosition,
  FIRST_POSITION,
  nextStep,
  type PageOutcome,
  type PassPosition,
  type WalkLimits,
} from "../../../src/runs/walk/next-step.ts";

const free: WalkLimits = {
  pagesBought: 0,
  maxPages: null,
  stopAfterKnownPages: 0,
  cancelled: false,
  held: false,
};
const full = (page: number, stats: Partial<PageOutcome> = {}): PageOutcome => ({
  page,
  profiles: 25,
  readable: 25,
  hasMore: true,
  nextPage: page + 1,
  broken: false,
  cutShort: false,
  suppressed: 0,
  newToPass: 25,
  mostNewToPass: 25,
  totalCount: null,
  newToStore: 25,
  ...stats,
});
const stepAfter = (outcome: PageOutcome, limits = free, from: PassPosition = FIRST_POSITION) =>
  nextStep(advancePosition(from, outcome), limits);
const stop = (reason: string) => ({ kind: "stop", reason });

describe("the next step", () => {
  test("of a new reading buys page 1", () => {
    expect(nextStep(FIRST_POSITION, free)).toEqual({ kind: "call", page: 1 });
  });

  test.each([
    ["the page named next", full(1, { nextPage: 2 }), 2],
    ["the page after, where none is named", full(3, { nextPage: null }), 4],
    ["a page further on, where that is named", full(3, { nextPage: 7 }), 7],
  ])("buys %s", (_, outcome, page) => {
    expect(stepAfter(outcome)).toEqual({ kind: "call", page });
  });

  test.each([
    ["the last page", full(4, { hasMore: false, nextPage: null }), "no_more_pages"],
    ["an empty first page", full(1, { hasMore: false, profiles: 0, readable: 0 }), "no_results"],
    ["a first page that names itself as the next", full(1, { nextPage: 1 }), "loop_detected"],
    ["a page that is no page", full(2, { broken: true }), "contract_broken"],
    ["a page of which nobody can be read", full(2, { readable: 0 }), "contract_broken"],
  ])("stops after %s", (_, outcome, reason) => {
    expect(stepAfter(outcome)).toEqual(stop(reason));
  });

  test.each([
    ["itself", 5],
    ["a page before it", 2],
  ])(
    "takes a page that names %s as the next for a slip, and stops at the second such page in a row",
    (_, nextPage) => {
      const once = advancePosition(FIRST_POSITION, full(5, { nextPage }));
      expect(nextStep(once, free)).toEqual({ kind: "call", page: 6 });
      expect(stepAfter(full(6, { nextPage: 6 }), free, once)).toEqual(stop("page_refused"));
      const healed = advancePosition(once, full(6));
      expect(stepAfter(full(7, { nextPage: 7 }), free, healed)).toEqual({ kind: "call", page: 8 });
    },
  );

  test("stops after two pages in a row that bring nobody new to this reading", () => {
    const once = advancePosition(FIRST_POSITION, full(1, { newToPass: 0 }));
    expect(nextStep(once, free).kind).toBe("call");
    expect(stepAfter(full(2, { newToPass: 0 }), free, once)).toEqual(stop("no_progress"));
    expect(stepAfter(full(2, { newToPass: 1 }), free, once).kind).toBe("call");
  });

  test("stops after a page that the balance cut short, and buys that page again first", () => {
    const position = advancePosition(FIRST_POSITION, full(2, { profiles: 10, cutShort: true }));
    expect(nextStep(position, free)).toEqual(stop("out_of_credits"));
    expect(nextStep({ ...position, end: null }, free)).toEqual({ kind: "call", page: 2 });
  });

  test("takes pages of suppressed people alone for neither progress nor the lack of it", () => {
    const suppressed = { suppressed: 25, newToPass: 0, newToStore: 0 };
    const idle = { newToPass: 0, newToStore: 0 };
    const once = advancePosition(FIRST_POSITION, full(1, idle));
    const position = advancePosition(advancePosition(once, full(2, suppressed)), full(3, suppressed));
    expect(nextStep(position, { ...free, stopAfterKnownPages: 2 })).toEqual({ kind: "call", page: 4 });
    expect(stepAfter(full(4, idle), free, position)).toEqual(stop("no_progress"));
    expect(stepAfter(full(4, { ...idle, suppressed: 24 }), free, position)).toEqual(stop("no_progress"));
  });

  test("stops a refresh after as many pages of known people as its spec says", () => {
    const limits = { ...free, stopAfterKnownPages: 1 };
    expect(stepAfter(full(1, { newToStore: 0 }), limits)).toEqual(stop("known_people"));
    expect(stepAfter(full(1, { newToStore: 0 }), free).kind).toBe("call");
  });

  test.each([
    ["cancelled", { cancelled: true }],
    ["held", { held: true }],
    ["max_pages", { maxPages: 3, pagesBought: 3 }],
  ])("stops when %s", (reason, limits) => {
    expect(nextStep(FIRST_POSITION, { ...free, ...limits })).toEqual(stop(reason));
  });

  test.each([
    [1, 1, "call"],
    [2, 2, "stop"],
    [2, 0, "call"],
    [3, 1, "stop"],
    [3, 0, "call"],
  ])("with %i ambiguous calls, %i of them since a person asked, is a %s", (total, sinceAsked, kind) => {
    const position = { ...FIRST_POSITION, ambiguousCalls: total, ambiguousCallsSinceAsked: sinceAsked };
    expect(nextStep(position, free).kind).toBe(kind);
  });
});

test("whatever the answers say, no page is bought twice and nobody new ends it within two pages", () => {
  const answers = fc.array(
    fc.record({ nextPage: fc.option(fc.integer({ min: -3, max: 30 })), newToPass: fc.nat({ max: 2 }) }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(answers, (said) => {
      const bought: number[] = [];
      let position = FIRST_POSITION;
      let idle = 0;
      for (const answer of said) {
        const step = nextStep(position, free);
        if (step.kind === "stop") break;
        expect(bought.every((page) => page < step.page)).toBe(true);
        expect(idle).toBeLessThan(2);
        bought.push(step.page);
        idle = answer.newToPass > 0 ? 0 : idle + 1;
        position = advancePosition(position, full(step.page, answer));
      }
    }),
  );
});
