import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { admitPrice, type Limit } from "../../src/credits/limits.ts";
import { priceOfPage, worstPrice } from "../../src/credits/page-price.ts";

const limit = (stats: Partial<Limit>): Limit => ({
  reason: "budget_reached",
  limit: 100,
  spent: 0,
  suspense: 0,
  reserved: 0,
  ...stats,
});

describe("admitting a call", () => {
  test("opens where no limit covers it", () => {
    expect(admitPrice(25, [])).toEqual({ kind: "open" });
  });

  test("fills a limit to the last credit", () => {
    expect(admitPrice(25, [limit({ spent: 75 })])).toEqual({ kind: "open" });
    expect(admitPrice(25, [limit({ limit: 300, spent: 25, reserved: 25 })])).toEqual({ kind: "open" });
  });

  test("waits where only open reserves stand in the way", () => {
    expect(admitPrice(25, [limit({ spent: 50, reserved: 26 })])).toEqual({ kind: "wait" });
  });

  test("stops where what is spent leaves too little", () => {
    const admission = admitPrice(25, [limit({ spent: 76 })]);
    expect(admission).toEqual({ kind: "stop", reason: "budget_reached", becauseOfSuspense: false });
  });

  test("says where it is suspense that fills the limit", () => {
    const admission = admitPrice(25, [limit({ spent: 60, suspense: 25 })]);
    expect(admission).toEqual({ kind: "stop", reason: "budget_reached", becauseOfSuspense: true });
  });

  test("stops at a spent limit rather than wait for another", () => {
    const admission = admitPrice(25, [limit({ reserved: 90 }), limit({ reason: "daily_limit", spent: 90 })]);
    expect(admission).toEqual({ kind: "stop", reason: "daily_limit", becauseOfSuspense: false });
  });

  test("buys nothing on a budget of 0", () => {
    expect(admitPrice(25, [limit({ limit: 0 })]).kind).toBe("stop");
  });
});

const credits = fc.nat({ max: 200 });
const limits = fc.array(
  fc.record({
    reason: fc.constantFrom("budget_reached", "daily_limit", "monthly_limit", "balance_floor"),
    limit: credits,
    spent: credits,
    suspense: credits,
    reserved: credits,
  }),
  { maxLength: 6 },
);

describe("for all limits", () => {
  test("an opened call keeps reserved + spent + suspense within every one of them", () => {
    fc.assert(
      fc.property(credits, limits, (price, covering) => {
        fc.pre(admitPrice(price, covering).kind === "open");
        for (const { limit: most, spent, suspense, reserved } of covering) {
          expect(reserved + spent + suspense + price).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  test("waiting ends once every open call has come back free", () => {
    fc.assert(
      fc.property(credits, limits, (price, covering) => {
        const idle = covering.map((one) => ({ ...one, reserved: 0 }));
        expect(admitPrice(price, idle).kind).not.toBe("wait");
        if (admitPrice(price, covering).kind === "wait") expect(admitPrice(price, idle).kind).toBe("open");
      }),
    );
  });

  test("many writers taking turns never pass the limit, whatever each call turns out to cost", () => {
    fc.assert(
      fc.property(fc.nat({ max: 1000 }), fc.array(fc.nat({ max: 25 }), { maxLength: 80 }), (most, prices) => {
        let spent = 0;
        for (const price of prices) {
          if (admitPrice(25, [limit({ limit: most, spent })]).kind === "open") spent += price;
        }
        expect(spent).toBeLessThanOrEqual(most);
      }),
    );
  });
});

const pageOf = (creditsConsumed: number | null) => ({
  creditsConsumed,
  isPriceText: false,
  profiles: Array.from({ length: 25 }),
});

describe("the price of a page", () => {
  test("is reserved at the configured worst price until a dearer one was seen", () => {
    expect([worstPrice(25, null), worstPrice(25, 10), worstPrice(25, 75)]).toEqual([25, 25, 75]);
  });

  test("is what the answer says, else the number of profiles, flagged", () => {
    expect(priceOfPage(pageOf(25), 25)).toEqual({ credits: 25, flag: null });
    expect(priceOfPage(pageOf(3), 25)).toEqual({ credits: 3, flag: "unexpected_price" });
    expect(priceOfPage(pageOf(50), 25)).toEqual({ credits: 50, flag: "dearer_than_reserved" });
    expect(priceOfPage(pageOf(null), 25)).toEqual({ credits: 25, flag: "no_price" });
  });

  test("counts as a text too, flagged", () => {
    const isPriceText = true;
    expect(priceOfPage({ ...pageOf(25), isPriceText }, 25)).toEqual({ credits: 25, flag: "price_is_text" });
    expect(priceOfPage({ ...pageOf(75), isPriceText }, 25)).toEqual({
      credits: 75,
      flag: "dearer_than_reserved",
    });
  });
});
