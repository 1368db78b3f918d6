import { expect, it } from "vitest";
import { resolveSuspense } from "../../../src/credits/store/resolve-suspense.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { buy, leaseWalk, letLeasesExpire, open, rowsOf } from "../../support/leased-walk.ts";
import { specOf, type TestApp, withTestApp } from "../../support/test-app.ts";

const PLACES = ["Paris, France", "London, United Kingdom", "Berlin, Germany", "New York, United States"];
const SPECS = PLACES.map((place, at) =>
  specOf(`s${at}`, { job_title: ["Product Manager"], location: [place] }, { maxPages: 2 }),
);

async function letAnHourPass(app: TestApp): Promise<void> {
  await app.db.pool.query(
    "update calls set opened_at = opened_at - interval '1 hour', answered_at = answered_at - interval '1 hour'",
  );
}

it("doubtful calls of four killed walks are settled together, by the exact sum that the next balance names", async () => {
  await withTestApp({}, async (app) => {
    await app.run([specOf("before", { location: ["Rome, Italy"] }, { maxPages: 4 })]);
    const walks = [];
    for (const spec of SPECS) walks.push(await leaseWalk(app, spec));
    // Two of the four calls reached the API before their process was killed.
    for (const walk of walks.slice(0, 2)) await buy(app, walk);
    for (const walk of walks.slice(2)) await open(walk);
    await letLeasesExpire(app);
    await app.work();
    expect(await rowsOf(app, "select id from calls where status = 'suspense'")).toHaveLength(4);
    expect(await resolveSuspense(app.db)).toBe(0);
    await letAnHourPass(app);
    await app.run([specOf("after", { location: ["Madrid, Spain"] }, { maxPages: 1 })]);
    expect(await resolveSuspense(app.db)).toBe(4);
    expect(
      await rowsOf(
        app,
        `select count(*)::int as calls, sum(credits)::int as credits, count(distinct settled_with_call_id)::int as groups
         from calls where settled_by = 'balance'`,
      ),
    ).toEqual([{ calls: 4, credits: 50, groups: 1 }]);
    const [sum] = await rowsOf(app, "select sum(credits)::int as credits from calls");
    expect(sum?.credits).toBe(app.simulator.charged());
    await expectInvariants(app.db, app.simulator);
  });
});
