import { expect, it } from "vitest";
import { BERLIN, rowsOf } from "../../support/leased-walk.ts";
import { specOf, withWorld } from "../../support/test-app.ts";

it("one large spec does not starve fifty small ones", async () => {
  await withWorld({}, async (world) => {
    const large = specOf("large", { location: ["Paris, France"] }, { maxPages: 20, priority: 5 });
    const small = Array.from({ length: 50 }, (_, place) => specOf(`small-${place}`, BERLIN, { maxPages: 1 }));
    await world.run([large, ...small], {}, { concurrency: 2 });
    const [before] = await rowsOf(
      world,
      `select count(*)::integer as pages from calls
       where spec = 'large' and id < (select max(id) from calls where spec <> 'large')`,
    );
    // A slice of four pages at the start, and at most one more while the small ones take their turns.
    expect(Number(before?.pages)).toBeLessThanOrEqual(8);
    const [all] = await rowsOf(world, "select count(*)::integer as pages from calls where spec = 'large'");
    expect(all?.pages).toBe(20);
  });
});
