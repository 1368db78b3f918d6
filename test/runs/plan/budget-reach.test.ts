import { expect, it } from "vitest";
import { budgetReach } from "../../../src/runs/plan/budget-reach.ts";

it("a budget reaches every spec before it takes any further, and gives nobody more than is likely", () => {
  expect(budgetReach([100, 10, 300], 1_000)).toEqual([100, 10, 300]);
  expect(budgetReach([100, 10, 300], 110)).toEqual([50, 10, 50]);
  expect(budgetReach([100, 10, 300], 210)).toEqual([100, 10, 100]);
  expect(budgetReach([100, 10, 300], 0)).toEqual([0, 0, 0]);
  expect(budgetReach([], 50)).toEqual([]);
  expect(budgetReach([0, 40], 30)).toEqual([0, 30]);
});
