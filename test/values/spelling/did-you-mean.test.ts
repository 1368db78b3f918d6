import { describe, expect, it } from "vitest";
import { didYouMean, nearestNames } from "../../../src/values/spelling/did-you-mean.ts";

const VIEWS = [
  "candidates",
  "changed_candidates",
  "experiences",
  "runs",
  "spend_by_spec",
  "sightings",
  "calls",
];

describe("a name that stands for nothing", () => {
  it.each([
    ["candidate", ["candidates", "changed_candidates"]],
    ["Candidates ", ["candidates", "changed_candidates"]],
    ["candiadtes", ["candidates"]],
    ["spendbyspec", ["spend_by_spec"]],
    ["spec_by_spend", ["spend_by_spec"]],
    ["spend-by-spec", ["spend_by_spec"]],
    ["rusn", ["runs"]],
    ["run", ["runs"]],
    ["experience", ["experiences"]],
    ["sighting", ["sightings"]],
    ["invoices", []],
    ["x", []],
    ["", []],
    ["\u001b[8m", []],
  ])("%j most likely means %j", (written, meant) => {
    expect(nearestNames(written, VIEWS)).toEqual(meant);
  });

  it("is followed by three names at most", () => {
    const names = ["paris-a", "paris-b", "paris-c", "paris-d"];
    expect(didYouMean("paris", names)).toBe("; did you mean paris-a, paris-b or paris-c?");
    expect(didYouMean("pari-a", ["paris-a", "rome"])).toBe("; did you mean paris-a?");
    expect(didYouMean("tokyo", names)).toBe("");
  });
});
