import { describe, expect, it } from "vitest";
import type { Fault } from "../../src/simulator/fault-script.ts";
import { dataOf, playFault } from "./play-fault.ts";
import { buy, idsOf, post, withSimulator } from "./with-simulator.ts";

const MEGABYTE = 1024 * 1024;

describe("a page that says something wrong", () => {
  it.each([null, "25", -1, 1e9, 3])("claims a price of %j and costs 25", (price) =>
    playFault({ kind: "override", set: { credits_consumed: price } }, (seen, simulator) => {
      expect(dataOf(seen).credits_consumed).toBe(price);
      expect(simulator.charged()).toBe(25);
    }),
  );

  it("costs what its fault says, and says so", () =>
    playFault({ kind: "plain", credits: 75 }, (seen, simulator) => {
      expect(dataOf(seen)).toMatchObject({ credits_consumed: 75, sourcing_credits_remaining: 925 });
      expect(simulator.charged()).toBe(75);
    }));

  it("may be free", () =>
    playFault({ kind: "plain", charged: false }, (seen, simulator) => {
      expect(dataOf(seen)).toMatchObject({ credits_consumed: 0, sourcing_credits_remaining: 1_000 });
      expect(dataOf(seen).profiles).toHaveLength(25);
      expect(simulator.ledger).toEqual([]);
    }));

  it.each([
    [500, 1_475],
    [-100, 875],
    [-5_000, 0],
  ])("comes while others change the balance by %i", (balanceDelta, balance) =>
    playFault({ kind: "plain", balanceDelta }, (seen, simulator) => {
      expect(dataOf(seen).sourcing_credits_remaining).toBe(balance);
      expect(simulator.balance).toBe(balance);
      expect(simulator.charged()).toBe(25);
    }),
  );

  it("has any field set or removed", () =>
    playFault(
      { kind: "override", set: { has_more: false, total_count: -1 }, remove: ["request_id"] },
      (seen) => {
        expect(dataOf(seen)).toMatchObject({ has_more: false, total_count: -1 });
        expect(dataOf(seen)).not.toHaveProperty("request_id");
      },
    ));

  it.each([
    ["same", 3],
    ["backwards", 2],
    ["null", null],
    ["missing", undefined],
    ["url", "https://app.leonar.app/api/v1/sourcing?page=4"],
  ] as const)("names a next page that is %s", (to, expected) =>
    playFault(
      { kind: "next_page", to },
      (seen) => {
        expect(dataOf(seen).next_page).toEqual(expected);
        expect(dataOf(seen).has_more).toBe(true);
      },
      { page: 3 },
    ),
  );

  it.each([true, false])("never ends, with people on every page: %s", (wrap) =>
    withSimulator({ people: 60 }, async (simulator) => {
      simulator.setFaults([{ when: {}, fault: { kind: "endless", wrap } }]);
      const first = await buy(simulator, {});
      const fourth = await buy(simulator, { page: 4 });
      expect(fourth).toMatchObject({ has_more: true, next_page: 5 });
      expect(idsOf(fourth)).toEqual(wrap ? idsOf(first) : []);
    }),
  );

  it("shows one person twice, and charges for both", () =>
    playFault({ kind: "duplicate_person" }, (seen, simulator) => {
      const ids = dataOf(seen).profiles.map((profile) => profile.profile_id);
      expect(ids).toHaveLength(26);
      expect(ids[25]).toBe(ids[0]);
      expect(simulator.charged()).toBe(26);
    }));

  it.each([
    [25, 0],
    [3, 22],
    [-5, 30],
  ])("begins %i people too early", (by, start) =>
    playFault(
      { kind: "shift", by },
      (seen, simulator) => {
        const ids = dataOf(seen).profiles.map((profile) => profile.profile_id);
        expect(ids).toEqual(simulator.search({}).slice(start, start + 25));
      },
      { page: 2 },
    ),
  );

  it("is as large as it is told to be", () =>
    playFault({ kind: "big_page", megabytes: 5 }, (seen) => {
      expect(seen.bytes.length).toBeGreaterThan(5 * MEGABYTE);
      expect(dataOf(seen).profiles).toHaveLength(25);
    }));
});

describe("JSON that no serializer writes", () => {
  it("cannot be parsed", () =>
    playFault({ kind: "malformed_json" }, (seen, simulator) => {
      expect(() => JSON.parse(seen.bytes.toString())).toThrow();
      expect(simulator.charged()).toBe(25);
    }));

  it("doubles keys, the true value last", () =>
    playFault({ kind: "doubled_keys" }, (seen, simulator) => {
      const text = seen.bytes.toString();
      expect(text.split('"credits_consumed":')).toHaveLength(3);
      expect(text).toContain('"profile_id":"shadow-24"');
      expect(dataOf(seen).credits_consumed).toBe(25);
      expect(dataOf(seen).profiles.map((profile) => profile.profile_id)).toEqual(
        simulator.search({}).slice(0, 25),
      );
    }));

  it("holds keys that would pollute a careless reader", () =>
    playFault({ kind: "proto_keys" }, (seen) => {
      const data = dataOf(seen);
      expect(Object.hasOwn(data, "__proto__")).toBe(true);
      expect(data.profiles.every((profile) => Object.hasOwn(profile, "__proto__"))).toBe(true);
      expect({}).not.toHaveProperty("polluted");
    }));

  it("is nested ten thousand deep", () =>
    playFault({ kind: "deep" }, (seen) => {
      expect(seen.bytes.toString()).toContain("[".repeat(10_000));
      expect(dataOf(seen).profiles).toHaveLength(25);
    }));

  it("holds numbers that a double cannot", () =>
    playFault({ kind: "huge_ids" }, (seen) => {
      expect(seen.bytes.toString()).toContain('"member_id":9007199254740993,');
      expect(dataOf(seen).profiles[0]?.member_id).toBe(9_007_199_254_740_992);
    }));
});

describe("a refused request", () => {
  it.each<Fault>([
    { kind: "big_page", megabytes: 1 },
    { kind: "malformed_json" },
    { kind: "cut", framing: "length" },
  ])("is refused plainly although a page would have met the fault %j", (fault) =>
    withSimulator({ people: 100, balance: 3, faults: [{ when: {}, fault }] }, async (simulator) => {
      expect((await post(simulator, {})).status).toBe(402);
      expect(simulator.requests).toMatchObject([{ status: 402, fault: null }]);
    }),
  );
});
