import { expect, it } from "vitest";
import { makeDeferred } from "../../src/values/deferred.ts";
import { type MemberOutcome, makeGroupWork } from "../../src/values/group-work.ts";

const done = (value: number): MemberOutcome<number> => ({ kind: "done", value });

/** Groups of numbers, each doubled, in which a group waits until the test lets it go. */
function makeDoubling({ maxMembers = 10, refuse = (_: readonly number[]): void => {} } = {}) {
  const groups: number[][] = [];
  const gates: { readonly go: () => void }[] = [];
  const handIn = makeGroupWork<number, number>({
    maxMembers,
    fits: () => true,
    async work(group) {
      groups.push([...group]);
      const gate = makeDeferred();
      gates.push({ go: gate.resolve });
      await gate.promise;
      refuse(group);
      return group.map((member) => done(2 * member));
    },
    isPoisoned: (error) => error instanceof RangeError,
  });
  /** Lets the groups go, one after the other, until there are so many. */
  const letGo = async (count: number) => {
    for (let gone = 0; gone < count; gone += 1) {
      await expect.poll(() => gates.length).toBeGreaterThan(gone);
      gates[gone]?.go();
    }
  };
  return { handIn, groups, letGo };
}

it("members that are handed in together form one group, and those that come meanwhile form the next", async () => {
  const { handIn, groups, letGo } = makeDoubling();
  const first = [handIn(1), handIn(2)];
  await expect.poll(() => groups.length).toBe(1);
  const next = [handIn(3), handIn(4), handIn(5)];
  await letGo(2);
  expect(await Promise.all([...first, ...next])).toEqual([2, 4, 6, 8, 10]);
  expect(groups).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
});

it("a group has no more members than it may have, and the others go next in their order", async () => {
  const { handIn, groups, letGo } = makeDoubling({ maxMembers: 2 });
  const all = [1, 2, 3, 4, 5].map(handIn);
  await letGo(3);
  expect(await Promise.all(all)).toEqual([2, 4, 6, 8, 10]);
  expect(groups).toEqual([[1, 2], [3, 4], [5]]);
});

it("one poisoned member harms no other: each is tried by itself", async () => {
  const refuse = (group: readonly number[]) => {
    if (group.includes(2)) throw new RangeError("two is refused");
  };
  const { handIn, groups, letGo } = makeDoubling({ refuse });
  const all = Promise.allSettled([1, 2, 3].map(handIn));
  await letGo(4);
  expect((await all).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(groups).toEqual([[1, 2, 3], [1], [2], [3]]);
});

it("a failure that concerns the group as a whole is that of each member, and nothing is tried again", async () => {
  const refuse = () => {
    throw new TypeError("nothing works");
  };
  const { handIn, groups, letGo } = makeDoubling({ refuse });
  const all = Promise.allSettled([1, 2].map(handIn));
  await letGo(1);
  expect((await all).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(groups).toEqual([[1, 2]]);
});

it("a member that has to go again is in the next group, before those that came later", async () => {
  const groups: number[][] = [];
  const handIn = makeGroupWork<number, number>({
    maxMembers: 10,
    fits: () => true,
    async work(group) {
      groups.push([...group]);
      return group.map((member, at) => (at === 0 ? done(member) : { kind: "again" }));
    },
    isPoisoned: () => false,
  });
  expect(await Promise.all([1, 2, 3].map(handIn))).toEqual([1, 2, 3]);
  expect(groups).toEqual([[1, 2, 3], [2, 3], [3]]);
});

it("a member that does not fit beside those that wait longer is left for a later group", async () => {
  const groups: string[][] = [];
  const handIn = makeGroupWork<string, string>({
    maxMembers: 10,
    fits: (earlier, member) => !earlier.some((one) => one[0] === member[0]),
    async work(group) {
      groups.push([...group]);
      return group.map((value) => ({ kind: "done", value }));
    },
    isPoisoned: () => false,
  });
  await Promise.all(["a1", "b1", "a2", "a3", "c1"].map(handIn));
  expect(groups).toEqual([["a1", "b1", "c1"], ["a2"], ["a3"]]);
});

it("a member without an outcome fails, and keeps nothing waiting", async () => {
  const handIn = makeGroupWork<number, number>({
    maxMembers: 10,
    fits: () => true,
    work: async () => [],
    isPoisoned: () => false,
  });
  await expect(handIn(1)).rejects.toThrow(TypeError);
  await expect(handIn(2)).rejects.toThrow(TypeError);
});
