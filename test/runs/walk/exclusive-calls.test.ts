import { expect, it } from "vitest";
import { leaseWalk, NO_DETAIL, open, openNext, rowsOf } from "../../support/leased-walk.ts";
import { specOf, type TestApp, withTestApp } from "../../support/test-app.ts";

const search = (place: string) => ({ location: [place] });
const revealing = specOf("revealing", { ...search("Berlin, Germany"), reveal_info: true }, { maxPages: 1 });

/** Two walks of a class that was bought before, and one of a class that never was. */
async function threeWalks(app: TestApp) {
  await app.run([specOf("before", search("Rome, Italy"), { maxPages: 1 })]);
  return Promise.all([
    leaseWalk(app, specOf("paris", search("Paris, France"))),
    leaseWalk(app, specOf("london", search("London, United Kingdom"))),
    leaseWalk(app, revealing),
  ]);
}

it("a call that must go alone goes before the next calls of others", async () => {
  await withTestApp({}, async (app) => {
    const [paris, london, unseen] = await threeWalks(app);
    const { callId } = await open(paris);
    expect(await openNext(unseen)).toMatchObject({ kind: "wait" });
    expect(await openNext(london)).toMatchObject({ kind: "wait" });
    const answer = await app.search.search({ search: paris.spec.search, page: 1 });
    await paris.store.recordAnswer(callId, answer);
    await app.store.applyPage(paris.lease, callId, answer.page, NO_DETAIL);
    expect(await openNext(paris)).toMatchObject({ kind: "wait" });
    expect(await openNext(unseen)).toMatchObject({ kind: "open" });
  });
});

it("the others go on where the walk that was to go alone is lost or has to stop", async () => {
  await withTestApp({}, async (app) => {
    const [paris, london, unseen] = await threeWalks(app);
    await open(paris);
    await openNext(unseen);
    await app.db.pool.query("update api_keys set exclusive_until = now()");
    expect(await openNext(london)).toMatchObject({ kind: "open" });
    await openNext(unseen);
    await app.db.pool.query("update runs set cancelled = true where id = $1", [unseen.runId]);
    expect(await openNext(unseen)).toMatchObject({ kind: "stop", reason: "cancelled" });
    expect(await rowsOf(app, "select exclusive_walk_id from api_keys")).toEqual([
      { exclusive_walk_id: null },
    ]);
  });
});

it("a search of one page of an unseen class is bought early beside large searches of other classes", async () => {
  await withTestApp({}, async (app) => {
    const places = ["Paris, France", "London, United Kingdom", "Berlin, Germany", "New York, United States"];
    await app.run([specOf("before", search("Rome, Italy"), { maxPages: 1 })]);
    const large = places.map((place, at) => specOf(`large-${at}`, search(place), { maxPages: 15 }));
    await app.run([...large, revealing], {}, { concurrency: 5 });
    const [before] = await rowsOf(
      app,
      "select count(*)::int as calls from calls where id < (select min(id) from calls where spec = 'revealing')",
    );
    expect(Number(before?.calls)).toBeLessThan(20);
  });
});
