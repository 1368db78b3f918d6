import { describe, expect, it } from "vitest";
import { type Contention, meanApiMs, simulateContention } from "../../bench/simulate-contention.ts";

const usual: Contention = {
  ...{ walks: 1, apiMs: 400, openMs: 3, settleMs: 5, applyMs: 20, cores: 2, seconds: 200, seed: 1 },
};
const CAP = 1_000 / (usual.openMs + usual.settleMs);

describe("walks that meet at one ledger", () => {
  it("do not wait as long as there is one of them, and take what the parts of a page take", () => {
    const { pagesPerSecond, waitingForLedger, waitingForCores } = simulateContention(usual);
    expect([waitingForLedger, waitingForCores]).toEqual([0, 0]);
    const page = meanApiMs(usual.apiMs) + usual.openMs + usual.settleMs + usual.applyMs;
    expect(pagesPerSecond).toBeGreaterThan(0.9 * (1_000 / page));
    expect(pagesPerSecond).toBeLessThan(1.1 * (1_000 / page));
  });

  it.each([8, 64, 400, 1_600])("buy no more than the ledger lets through (%i walks)", (walks) => {
    const { pagesPerSecond, waitingForLedger } = simulateContention({ ...usual, walks, cores: 64 });
    expect(pagesPerSecond).toBeLessThanOrEqual(CAP + 1);
    expect(waitingForLedger).toBeGreaterThan(0);
    expect(waitingForLedger).toBeLessThan(1);
  });

  it("buy what it lets through where there are many, and wait for nothing else", () => {
    const crowd = simulateContention({ ...usual, walks: 400, cores: 64 });
    expect(crowd.pagesPerSecond).toBeGreaterThan(0.99 * CAP);
    expect(crowd.waitingForCores).toBe(0);
  });

  it("wait for cores where these are scarcer than the ledger", () => {
    const crowd = simulateContention({ ...usual, walks: 400, cores: 1 });
    expect(crowd.pagesPerSecond).toBeLessThanOrEqual(1_000 / usual.applyMs + 1);
    expect(crowd.waitingForCores).toBeGreaterThan(crowd.waitingForLedger);
  });

  it("do the same each time that the seed is the same", () => {
    const crowd = { ...usual, walks: 64 };
    expect(simulateContention(crowd)).toEqual(simulateContention(crowd));
    expect(simulateContention({ ...crowd, seed: 2 })).not.toEqual(simulateContention(crowd));
  });
});
