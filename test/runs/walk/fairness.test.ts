import { expect, it } from "vitest";
import { BERLIN, rowsOf } from "../../support/leased-walk.ts";
import { specOf, withTestApp } from "../../support/test-app.ts";

it("one large spec does not starve fifty small ones", async () => {
  await withTestApp({}, async (app) => {
    const large = specOf("large", { location: ["Paris, France"] }, { maxPages: 20, priority: 5 });
    const small = Array.from({ length: 50 }, (_, place) => specOf(`small-${place}`, BERLIN, { maxPages: 1 }));
    await app.run([large, ...small], {}, { concurrency: 2 });
    const [before] = await rowsOf(
      app,
      `select count(*)::integer as pages from calls
       where spec = 'large' and id < (select max(id) from calls where spec <> 'large')`,
    );
    // A slice of four pages at the start, and at most one more while the small ones take their turns.
    expect(Number(before?.pages)).toBeLessThanOrEqual(8);
    const [all] = await rowsOf(app, "select count(*)::integer as pages from calls where spec = 'large'");
    expect(all?.pages).toBe(20);
  });
});
