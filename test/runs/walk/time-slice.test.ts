import { describe, expect, it } from "vitest";
import { makePermits } from "../../../src/runs/walk/permits.ts";
import { beginTimeSlice } from "../../../src/runs/walk/time-slice.ts";

/** A turn among others of which a test decides whether they wait, with all that it did. */
async function turnAmong(hasWaitingJobs: () => boolean) {
  const seen = { asked: 0, ways: 0, left: 0 };
  const timeSlice = await beginTimeSlice({
    acquirePermit: async () => () => {
      seen.left += 1;
    },
    async hasWaitingJobs() {
      seen.asked += 1;
      return hasWaitingJobs();
    },
    releaseSlot() {
      seen.ways += 1;
    },
  });
  const buy = async (pages: number) => {
    for (let page = 0; page < pages; page += 1) {
      timeSlice.onRequested();
      timeSlice.onAnswered();
      await timeSlice.isOver();
    }
  };
  return { turn: timeSlice, buy, seen };
}

describe("a turn", () => {
  it("is over after four pages where others wait, and leaves its seat at the answer of the fourth", async () => {
    const { turn: timeSlice, buy, seen } = await turnAmong(() => true);
    await buy(3);
    expect(await timeSlice.isOver()).toBe(false);
    timeSlice.onRequested();
    expect(await timeSlice.isOver()).toBe(true);
    expect(seen).toEqual({ asked: 1, ways: 1, left: 0 });
    timeSlice.onAnswered();
    await timeSlice.isOver();
    expect(seen.left).toBe(1);
  });

  it("goes on for four more pages as long as nobody waits", async () => {
    let wait = false;
    const { turn: timeSlice, buy, seen } = await turnAmong(() => wait);
    await buy(11);
    expect(await timeSlice.isOver()).toBe(false);
    wait = true;
    await buy(1);
    expect(await timeSlice.isOver()).toBe(true);
    expect(seen).toEqual({ asked: 3, ways: 1, left: 1 });
  });

  it("stays over when the last page is asked for again, though whoever waited is getting ready by then", async () => {
    let wait = true;
    const { turn: timeSlice, buy, seen } = await turnAmong(() => wait);
    await buy(3);
    timeSlice.onRequested();
    await timeSlice.isOver();
    wait = false;
    timeSlice.onRequested();
    expect(await timeSlice.isOver()).toBe(true);
    timeSlice.onAnswered();
    await timeSlice.isOver();
    expect(seen.left).toBe(1);
  });

  it("leaves its seat however it ends", async () => {
    const { turn: timeSlice, seen } = await turnAmong(() => false);
    timeSlice.end();
    expect(seen.left).toBe(1);
  });
});

describe("seats", () => {
  it("are taken by so many at once, in the order of asking", async () => {
    const acquirePermit = makePermits(2);
    const sitting: string[] = [];
    const sit = async (name: string) => {
      const leave = await acquirePermit();
      sitting.push(name);
      return leave;
    };
    const [leaveFirst] = await Promise.all([sit("first"), sit("second")]);
    const [third, fourth] = [sit("third"), sit("fourth")];
    expect(sitting).toEqual(["first", "second"]);
    leaveFirst();
    leaveFirst();
    const leaveThird = await third;
    expect(sitting).toEqual(["first", "second", "third"]);
    leaveThird();
    await fourth;
    expect(sitting).toHaveLength(4);
  });
});
