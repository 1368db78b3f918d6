import fc from "fast-check";
import { expect, test } from "vitest";
import { type CallBooking, type CreditAccount, postingsBetween } from "../../src/credits/postings.ts";

const bookings: fc.Arbitrary<CallBooking> = fc.record({
  account: fc.constantFrom("reserved", "spent", "suspense"),
  credits: fc.nat({ max: 10_000 }),
});

/** What stands on each account after these postings. */
function balancesAfter(
  start: CallBooking,
  moves: ReturnType<typeof postingsBetween>,
): Record<CreditAccount, number> {
  const balances = { available: 0, reserved: 0, spent: 0, suspense: 0 };
  balances[start.account] += start.credits;
  balances.available -= start.credits;
  for (const { from, to, credits } of moves) {
    balances[from] -= credits;
    balances[to] += credits;
  }
  return balances;
}

test("postings turn one booking into the other and make no credit out of nothing", () => {
  fc.assert(
    fc.property(bookings, bookings, (now, then) => {
      const balances = balancesAfter(now, postingsBetween(now, then));
      expect(balances).toEqual(balancesAfter(then, []));
      expect(balances.available + balances.reserved + balances.spent + balances.suspense).toBe(0);
    }),
  );
});

test("postings move more than nothing, and never from an account to itself", () => {
  fc.assert(
    fc.property(bookings, bookings, (now, then) => {
      for (const { from, to, credits } of postingsBetween(now, then)) {
        expect(credits).toBeGreaterThan(0);
        expect(from).not.toBe(to);
      }
      expect(postingsBetween(then, then)).toEqual([]);
    }),
  );
});
