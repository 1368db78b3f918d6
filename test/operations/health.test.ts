import { describe, expect, it } from "vitest";
import { healthProblem, monitorHealth } from "../../src/operations/health.ts";

describe("the health of a process", () => {
  it.each([
    [{ blockedMs: 40, heapShare: 0.3 }, null],
    [{ blockedMs: 7_400, heapShare: 0.3 }, "the event loop stood still for 7400 ms"],
    [{ blockedMs: 40, heapShare: 0.95 }, "95 % of the heap is in use"],
  ])("of %j is %j", (stats, complaint) => {
    expect(healthProblem(stats)).toBe(complaint);
  });

  it("is good in this process", () => {
    const health = monitorHealth();
    expect(health.problem()).toBeNull();
    health.stop();
  });
});
