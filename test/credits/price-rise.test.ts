import fc from "fast-check";
import { expect, test } from "vitest";
import { checkLimits } from "../../src/credits/check-limits.ts";
import type { Limit, LimitReason } from "../../src/credits/limits.ts";
import { STEEPEST_RISE } from "../../src/credits/page-price.ts";
import { USED_KEY } from "../support/used-key.ts";

const PAGE_CREDITS = 25;
const NOW = new Date("2026-03-01T12:00:00Z");

/** One key whose walks share one limit, over the pure rules; the API may change its price at any time. */
class Market {
  spent = 0;
  dearestPage = 0;
  mostInFlight = 0;
  private price = PAGE_CREDITS;
  private maxPriceSeen = PAGE_CREDITS;
  private readonly reserves: number[] = [];
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  open(reason: LimitReason): void {
    const reserved = this.reserves.reduce((sum, reserve) => sum + Math.max(reserve, this.maxPriceSeen), 0);
    const limit: Limit = { reason, limit: this.limit, spent: this.spent, suspense: 0, reserved };
    const key = { ...USED_KEY, inFlight: this.reserves.length, maxPriceSeen: this.maxPriceSeen };
    const money = { pageCredits: PAGE_CREDITS, minBalance: null };
    const decision = checkLimits([limit], key, { at: NOW, byPerson: true, now: NOW }, money);
    if (decision.kind === "open") this.reserves.push(decision.reserve);
    this.mostInFlight = Math.max(this.mostInFlight, this.reserves.length);
  }

  changePrice(factor: number): void {
    this.price = Math.max(1, Math.round(this.price * factor));
  }

  settle(place: number): void {
    const [reserve] = this.reserves.splice(place % Math.max(1, this.reserves.length), 1);
    if (reserve === undefined) return;
    const credits = Math.min(this.price, STEEPEST_RISE * reserve);
    this.spent += credits;
    this.dearestPage = Math.max(this.dearestPage, credits);
    this.maxPriceSeen = Math.max(this.maxPriceSeen, credits);
  }

  settleAll(): void {
    while (this.reserves.length > 0) this.settle(0);
  }
}

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant((market: Market) => market.open("budget_reached")) },
    { weight: 3, arbitrary: fc.nat({ max: 30 }).map((place) => (market: Market) => market.settle(place)) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(0.5, 1.5, 2, 4, 10)
        .map((factor) => (market: Market) => market.changePrice(factor)),
    },
  ),
  { maxLength: 120 },
);

test("however a price rises in mid-run, all walks together go at most one page beyond a limit", () => {
  fc.assert(
    fc.property(fc.nat({ max: 5_000 }), steps, (limit, course) => {
      const market = new Market(limit);
      for (const step of course) step(market);
      market.settleAll();
      expect(market.spent).toBeLessThanOrEqual(limit + market.dearestPage);
    }),
    { numRuns: 3_000 },
  );
});

test("where the room left is short beside what is in flight, calls go one at a time", () => {
  const market = new Market(200);
  for (let call = 0; call < 8; call += 1) market.open("budget_reached");
  expect(market.mostInFlight).toBe(1);
});

test("an ample budget keeps sixteen calls in flight", () => {
  const market = new Market(16 * STEEPEST_RISE * PAGE_CREDITS);
  for (let call = 0; call < 16; call += 1) market.open("budget_reached");
  expect(market.mostInFlight).toBe(16);
});
