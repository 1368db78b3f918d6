import { describe, expect, it } from "vitest";
import { makeSeats } from "../../../src/runs/walk/permits.ts";
import { beginTurn } from "../../../src/runs/walk/time-slice.ts";

/** A turn among others of which a test decides whether they wait, with all that it did. */
async function turnAmong(othersWait: () => boolean) {
  const seen = { asked: 0, ways: 0, left: 0 };
  const turn = await beginTurn({
    takeSeat: async () => () => {
      seen.left += 1;
    },
    async othersWait() {
      seen.asked += 1;
      return othersWait();
    },
    giveWay() {
      seen.ways += 1;
    },
  });
  const buy = async (pages: number) => {
    for (let page = 0; page < pages; page += 1) {
      turn.onAsked();
      turn.onAnswered();
      await turn.isOver();
    }
  };
  return { turn, buy, seen };
}

describe("a turn", () => {
  it("is over after four pages where others wait, and leaves its seat at the answer of the fourth", async () => {
    const { turn, buy, seen } = await turnAmong(() => true);
    await buy(3);
    expect(await turn.isOver()).toBe(false);
    turn.onAsked();
    expect(await turn.isOver()).toBe(true);
    expect(seen).toEqual({ asked: 1, ways: 1, left: 0 });
    turn.onAnswered();
    await turn.isOver();
    expect(seen.left).toBe(1);
  });

  it("goes on for four more pages as long as nobody waits", async () => {
    let wait = false;
    const { turn, buy, seen } = await turnAmong(() => wait);
    await buy(11);
    expect(await turn.isOver()).toBe(false);
    wait = true;
    await buy(1);
    expect(await turn.isOver()).toBe(true);
    expect(seen).toEqual({ asked: 3, ways: 1, left: 1 });
  });

  it("stays over when the last page is asked for again, though whoever waited is getting ready by then", async () => {
    let wait = true;
    const { turn, buy, seen } = await turnAmong(() => wait);
    await buy(3);
    turn.onAsked();
    await turn.isOver();
    wait = false;
    turn.onAsked();
    expect(await turn.isOver()).toBe(true);
    turn.onAnswered();
    await turn.isOver();
    expect(seen.left).toBe(1);
  });

  it("leaves its seat however it ends", async () => {
    const { turn, seen } = await turnAmong(() => false);
    turn.end();
    expect(seen.left).toBe(1);
  });
});

describe("seats", () => {
  it("are taken by so many at once, in the order of asking", async () => {
    const takeSeat = makeSeats(2);
    const sitting: string[] = [];
    const sit = async (name: string) => {
      const leave = await takeSeat();
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
