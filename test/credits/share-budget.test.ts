import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leavesRoomForOthers, type WalksAtPlace } from "../../src/credits/share-budget.ts";

interface ModelWalk {
  /** Pages that the search has. */
  readonly has: number;
  readonly price: number;
  pages: number;
}

const priceArb = fc.constantFrom(1, 4, 25);
const runArb = fc.record({
  walks: fc.array(fc.record({ has: fc.nat({ max: 12 }), price: priceArb }), { minLength: 1, maxLength: 20 }),
  budget: fc.nat({ max: 3_000 }),
  order: fc.infiniteStream(fc.nat()),
});

function isOpen(walk: ModelWalk, left: number): boolean {
  return walk.pages < walk.has && walk.price <= left;
}

/** Lets walks ask in any order until none may buy; ends where none of those that could afford a page may go on. */
function spend({ walks, budget, order }: { walks: ModelWalk[]; budget: number; order: Iterator<number> }) {
  let left = budget;
  const dearest = Math.max(...walks.map(({ price }) => price));
  const mayBuy = (walk: ModelWalk) => {
    const place = walks.indexOf(walk);
    const others = walks.flatMap((other, at): WalksAtPlace[] =>
      other === walk || !isOpen(other, left)
        ? []
        : [{ walks: 1, pages: other.pages, maxPages: null, isAhead: at < place }],
    );
    return leavesRoomForOthers(walk.price, { left, pages: walk.pages, others, dearest });
  };
  for (;;) {
    const open = walks.filter((walk) => isOpen(walk, left));
    const admitted = open.filter(mayBuy);
    const next = admitted[Number(order.next().value) % Math.max(1, admitted.length)];
    if (next === undefined) return { left, isStuck: open.length > 0 };
    next.pages += 1;
    left -= next.price;
  }
}

describe("the budget of a run", () => {
  it("is never stuck: it is spent until every search is read or no page fits", () => {
    fc.assert(
      fc.property(runArb, ({ walks, budget, order }) => {
        const model = walks.map((walk) => ({ ...walk, pages: 0 }));
        expect(spend({ walks: model, budget, order }).isStuck).toBe(false);
      }),
    );
  });

  it("reaches every spec of one price before any is more than a page further", () => {
    fc.assert(
      fc.property(runArb, priceArb, ({ walks, budget, order }, price) => {
        const model = walks.map(({ has }) => ({ has, price, pages: 0 }));
        const { left } = spend({ walks: model, budget, order });
        if (left >= price) return;
        const most = Math.max(...model.map(({ pages }) => pages));
        for (const walk of model.filter(({ pages, has }) => pages < has)) {
          expect(walk.pages).toBeGreaterThanOrEqual(most - 1);
        }
      }),
    );
  });

  it("goes to the first specs where it is too small for all, in whatever order they ask", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat({ max: 20 }), runArb, (count, pages, { order }) => {
        const model = Array.from({ length: count }, () => ({ has: 9, price: 25, pages: 0 }));
        spend({ walks: model, budget: Math.min(pages, count) * 25 + 24, order });
        expect(model.map((walk) => walk.pages)).toEqual(
          model.map((_, at) => (at < Math.min(pages, count) ? 1 : 0)),
        );
      }),
    );
  });

  it("reaches the dear specs too", () => {
    const model = [
      ...Array.from({ length: 4 }, () => ({ has: 30, price: 25, pages: 0 })),
      { has: 30, price: 100, pages: 0 },
    ];
    spend({ walks: model, budget: 300, order: Array.from({ length: 99 }, () => 0).values() });
    expect(model.every(({ pages }) => pages > 0)).toBe(true);
  });

  it("keeps no room for pages that a walk may not buy", () => {
    const other = { walks: 3, pages: 2, maxPages: 2, isAhead: true };
    expect(leavesRoomForOthers(25, { left: 25, pages: 9, others: [other], dearest: 25 })).toBe(true);
    expect(
      leavesRoomForOthers(25, { left: 25, pages: 9, others: [{ ...other, maxPages: 3 }], dearest: 25 }),
    ).toBe(false);
  });
});
