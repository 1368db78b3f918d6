import { expect, it } from "vitest";
import { buyAndStore, leaseWalk, openNext, parisSpec, rowsOf } from "../../../support/leased-walk.ts";
import { specOf, withTestApp } from "../../../support/test-app.ts";

it("of eight walks that ask at once, only so many get a page as the limit allows should the price rise", async () => {
  await withTestApp({ rules: { dailyLimit: 300 }, connections: 10 }, async (app) => {
    // The first page of a kind goes alone, so that its price is known to those who come after.
    await buyAndStore(app, await leaseWalk(app, parisSpec()));
    const walks = [];
    for (let place = 0; place < 8; place += 1)
      walks.push(await leaseWalk(app, specOf(`walk-${place}`, { job_title: [`Engineer ${place}`] })));
    const opened = await Promise.all(walks.map(openNext));
    expect(opened.filter(({ kind }) => kind === "open")).toHaveLength(2);
    expect(
      await rowsOf(app, "select reserved + spent + suspense as booked from budgets where scope = 'day'"),
    ).toEqual([{ booked: 75 }]);
  });
});
