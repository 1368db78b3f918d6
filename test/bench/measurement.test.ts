import { expect, it } from "vitest";
import { alternate, spreadOf } from "../../bench/measurement.ts";

it("works that are compared take turns, five rounds of them, and give their middle and their ends", async () => {
  const turns: string[] = [];
  const work = (name: string, stats: readonly number[]) => async (round: number) => {
    turns.push(`${name}${round}`);
    return stats[round] ?? Number.NaN;
  };
  const spreads = await alternate({ ours: work("a", [5, 1, 9, 2, 3]), theirs: work("b", [4, 4, 4, 4, 40]) });
  expect(turns.join(" ")).toBe("a0 b0 a1 b1 a2 b2 a3 b3 a4 b4");
  expect(spreads.ours).toMatchObject({ median: 3, min: 1, max: 9 });
  expect(spreads.theirs).toMatchObject({ median: 4, min: 4, max: 40 });
});

it("a work that fails ends a comparison", async () => {
  const failing = async () => {
    throw new RangeError("no figure");
  };
  await expect(alternate({ ours: async () => 1, theirs: failing })).rejects.toThrow("no figure");
});

it("the spread of one sample is that sample", () => {
  expect(spreadOf([7])).toEqual({ median: 7, p95: 7, min: 7, max: 7 });
});
