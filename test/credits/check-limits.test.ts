import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkLimits,
  type KeyState,
  type MoneyLimits,
  type RunTrigger,
} from "../../src/credits/check-limits.ts";
import type { Limit } from "../../src/credits/limits.ts";
import { USED_KEY } from "../support/used-key.ts";

const HOUR_MS = 60 * 60 * 1000;
const NOW = new Date("2026-03-01T12:00:00Z");
const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR_MS);

const credits = fc.nat({ max: 300 });
const moment = fc.option(fc.nat({ max: 72 }).map(ago));
const keys: fc.Arbitrary<KeyState> = fc.record({
  rejectedAt: moment,
  retryAllowedAt: moment,
  emptyAt: moment,
  balance: fc.option(credits),
  balanceAt: moment,
  balanceMissingAt: moment,
  spentSinceBalance: credits,
  suspenseSinceBalance: credits,
  reservedSinceBalance: credits,
  inFlight: fc.nat({ max: 4 }),
  exclusiveInFlight: fc.boolean(),
  exclusiveWaiting: fc.boolean(),
  maxPriceSeen: fc.option(credits),
  outlier: fc.option(credits),
});
const limits: fc.Arbitrary<Limit[]> = fc.array(
  fc.record({
    reason: fc.constantFrom("budget_reached", "daily_limit", "monthly_limit"),
    limit: credits,
    spent: credits,
    suspense: credits,
    reserved: credits,
  }),
  { maxLength: 5 },
);
const askings: fc.Arbitrary<RunTrigger> = fc.record({
  at: fc.nat({ max: 72 }).map(ago),
  byPerson: fc.boolean(),
  now: fc.constant(NOW),
});
const rules: fc.Arbitrary<MoneyLimits> = fc.record({
  pageCredits: fc.integer({ min: 1, max: 50 }),
  minBalance: fc.option(credits),
});

const always = (check: (...given: [Limit[], KeyState, RunTrigger, MoneyLimits]) => void) =>
  fc.assert(fc.property(limits, keys, askings, rules, check), { numRuns: 2_000 });

describe("an admitted call", () => {
  test("fits every limit at its worst price", () => {
    always((covering, key, asking, money) => {
      const opening = checkLimits(covering, key, asking, money);
      if (opening.kind !== "open") return;
      expect(opening.reserve).toBe(Math.max(money.pageCredits, key.maxPriceSeen ?? 0));
      for (const { limit, spent, suspense, reserved } of covering) {
        expect(spent + suspense + reserved + opening.reserve).toBeLessThanOrEqual(limit);
      }
    });
  });

  test("keeps the balance above the floor, or goes alone to look at a balance that is old", () => {
    always((covering, key, asking, money) => {
      const opening = checkLimits(covering, key, asking, money);
      if (opening.kind !== "open" || money.minBalance === null || key.balance === null) return;
      const booked = key.spentSinceBalance + key.suspenseSinceBalance + key.reservedSinceBalance;
      const left = key.balance - booked - opening.reserve;
      if (left >= money.minBalance) return;
      expect(opening.exclusive).toBe(true);
      expect(key.balanceAt?.getTime() ?? 0).toBeLessThan(
        asking.byPerson ? asking.at.getTime() : NOW.getTime() - 20 * HOUR_MS + 1,
      );
    });
  });

  test("has no company where it must be alone, and breaks into nobody's solitude", () => {
    always((covering, key, asking, money) => {
      const opening = checkLimits(covering, key, asking, money);
      if (opening.kind !== "open") return;
      expect(key.exclusiveInFlight).toBe(false);
      if (opening.exclusive) expect(key.inFlight).toBe(0);
      if (key.maxPriceSeen === null) expect(opening.exclusive).toBe(true);
    });
  });

  test("is never a schedule's where the key was refused, nor anybody's who asked before", () => {
    always((covering, key, asking, money) => {
      if (key.rejectedAt === null || (asking.byPerson && asking.at > key.rejectedAt)) return;
      if (key.retryAllowedAt !== null && key.retryAllowedAt > key.rejectedAt) return;
      expect(checkLimits(covering, key, asking, money)).toMatchObject({
        kind: "stop",
        reason: "key_rejected",
      });
    });
  });
});

test("waiting ends once nothing is under way any more", () => {
  always((covering, key, asking, money) => {
    const idleKey = {
      ...key,
      inFlight: 0,
      exclusiveInFlight: false,
      exclusiveWaiting: false,
      reservedSinceBalance: 0,
    };
    const idle = covering.map((limit) => ({ ...limit, reserved: 0 }));
    expect(checkLimits(idle, idleKey, asking, money).kind).not.toBe("wait");
  });
});

const money: MoneyLimits = { pageCredits: 25, minBalance: 40 };

test.each([true, false])(
  "an empty workspace is looked at again by each later run (by a person: %s)",
  (byPerson) => {
    const kindFor = (emptyAt: Date) =>
      checkLimits([], { ...USED_KEY, emptyAt }, { at: ago(1), byPerson, now: NOW }, money).kind;
    expect([kindFor(ago(2)), kindFor(ago(0))]).toEqual(["open", "stop"]);
  },
);

test("a balance under the floor is looked at again by a schedule the night after, by a person whenever they ask", () => {
  const kindFor = (byPerson: boolean, balanceAt: Date) =>
    checkLimits([], { ...USED_KEY, balance: 50, balanceAt }, { at: ago(1), byPerson, now: NOW }, money).kind;
  // Last night's last answer came some time after two; tonight begins at two.
  expect([kindFor(false, ago(12)), kindFor(false, ago(23)), kindFor(true, ago(2))]).toEqual([
    "stop",
    "open",
    "open",
  ]);
});

test("a refused key is tried by a schedule once a person has allowed it, alone", () => {
  const key = { ...USED_KEY, rejectedAt: ago(5) };
  const opening = (retryAllowedAt: Date | null) =>
    checkLimits([], { ...key, retryAllowedAt }, { at: ago(1), byPerson: false, now: NOW }, money);
  expect(opening(null)).toMatchObject({ kind: "stop", reason: "key_rejected" });
  expect(opening(ago(6))).toMatchObject({ kind: "stop", reason: "key_rejected" });
  expect(opening(ago(4))).toMatchObject({ kind: "open", exclusive: true });
});
