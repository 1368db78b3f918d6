import { expect, it } from "vitest";
import { buyAndStore, openNext, parisSpec, rowsOf, takeInHand } from "../../../support/leased-walk.ts";
import { specOf, withWorld } from "../../../support/test-app.ts";

it("of eight walks that ask at once for what is left of a limit, only so many get a page as it allows", async () => {
  await withWorld({ rules: { dailyLimit: 75 }, connections: 10 }, async (world) => {
    // The first page of a kind goes alone, so that its price is known to those who come after.
    await buyAndStore(world, await takeInHand(world, parisSpec()));
    const walks = [];
    for (let place = 0; place < 8; place += 1)
      walks.push(await takeInHand(world, specOf(`walk-${place}`, { job_title: [`Engineer ${place}`] })));
    const opened = await Promise.all(walks.map(openNext));
    expect(opened.filter(({ kind }) => kind === "open")).toHaveLength(2);
    expect(
      await rowsOf(world, "select reserved + spent + suspense as booked from budgets where scope = 'day'"),
    ).toEqual([{ booked: 75 }]);
  });
});
