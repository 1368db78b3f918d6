import { array, assert, constantFrom, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { type BalanceCall, inferCharge } from "../../src/credits/infer-charge.ts";

const START = Date.parse("2026-03-01T02:00:00Z");
const at = (seconds: number) => new Date(START + seconds * 1000);

interface Told {
  /** What the call was really charged. */
  readonly charged: number;
  readonly page?: string;
  readonly inSuspense?: boolean;
  /** What others spend, or top up (below 0), before its answer. */
  readonly elsewhere?: number;
  /** Seconds after the call before it. */
  readonly wait?: number;
}

/** Calls one after the other, of a workspace with 10,000 credits. */
function tell(told: readonly Told[]): BalanceCall[] {
  let balance = 10_000;
  let seconds = 0;
  return told.map(({ charged, page = "", inSuspense = false, elsewhere = 0, wait = 1 }, index) => {
    balance -= charged + elsewhere;
    seconds += wait + 1;
    return {
      id: index + 1,
      openedAt: at(seconds),
      endedAt: at(seconds + 1),
      isSettled: !inSuspense,
      credits: inSuspense ? 0 : charged,
      balance: inSuspense ? null : balance,
      page: page === "" ? `1/${index}` : page,
    };
  });
}

const before: Told[] = [{ charged: 25 }, { charged: 25 }, { charged: 25 }];
const again: Told = { charged: 25, page: "1/again" };
const suspect = (charged: number): Told => ({ charged, page: "1/again", inSuspense: true });
const later: Told = { charged: 20, wait: 90 };

describe("a call in suspense between two balances", () => {
  it.each([0, 25])("was charged %i where that is what is missing", (charged) => {
    expect(inferCharge(tell([...before, suspect(charged), again, later]), 4)).toEqual({
      callIds: [4],
      credits: charged,
    });
  });

  it.each([
    ["somebody topped up", tell([...before, suspect(25), { ...again, elsewhere: -1_000 }, later])],
    ["somebody else spent", tell([...before, suspect(0), { ...again, elsewhere: 7 }, later])],
    [
      "others spent before",
      tell([{ charged: 25 }, { charged: 25, elsewhere: 3 }, { charged: 25 }, suspect(0), again, later]),
    ],
    ["there is no evidence that nobody else spends", tell([{ charged: 25 }, suspect(0), again, later])],
    ["nothing was answered since", tell([...before, suspect(0)])],
    ["it may still be charged", tell([...before, suspect(0), again])],
    ["the page was not bought again, and something is missing", tell([...before, suspect(25), later])],
  ])("is left to a person where %s", (_, calls) => {
    expect(inferCharge(calls, 4)).toBeNull();
  });

  it.each([
    [25, 0, 25],
    [25, 25, 50],
    [0, 0, 0],
  ])("is settled together with another between (%i and %i), by their exact sum", (one, other, credits) => {
    const calls = tell([...before, suspect(one), suspect(other), again, later]);
    expect(inferCharge(calls, 4)).toEqual({ callIds: [4, 5], credits });
    expect(inferCharge(calls, 5)).toEqual({ callIds: [4, 5], credits });
  });

  it("is settled where calls overlap, because balances tell the order of the charges", () => {
    const calls = tell([...before, suspect(25), again, { charged: 25 }, { charged: 25 }, later]);
    const overlapped = calls.map((call) =>
      call.isSettled && call.id < 7 ? { ...call, openedAt: at(0) } : call,
    );
    const parallel = overlapped.map((call) => (call.id < 4 ? { ...call, endedAt: at(7) } : call));
    expect(inferCharge(parallel, 4)).toEqual({ callIds: [4], credits: 25 });
  });

  it("is left to a person where another call was under way as the balance was named", () => {
    const calls = tell([...before, suspect(25), again, later]);
    const overlapped = calls.map((call) => (call.id === 6 ? { ...call, openedAt: at(3) } : call));
    expect(inferCharge(overlapped, 4)).toBeNull();
  });

  it("is never settled at what it was not charged, however others spend, but for their spending just a page", () => {
    const prices = constantFrom(0, 10, 25);
    const elsewhere = constantFrom(0, 0, 0, 0, -500, 3, 40);
    assert(
      property(
        array(prices, { minLength: 3, maxLength: 6 }),
        prices,
        elsewhere,
        integer({ min: 1, max: 200 }),
        (earlier, price, spent, wait) => {
          const charged = price === 10 ? 0 : price;
          const told = [
            ...earlier.map((credits) => ({ charged: credits })),
            suspect(charged),
            { charged: price, page: "1/again", elsewhere: spent },
            { charged: 20, wait },
          ];
          const found = inferCharge(tell(told), earlier.length + 1);
          if (spent !== 0) expect(found).toBeNull();
          else expect([null, charged]).toContain(found?.credits ?? null);
        },
      ),
    );
  });
});
