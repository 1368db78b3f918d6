import { expect, it } from "vitest";
import type { ProfileSearch } from "../../../src/leonar/profile-search.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { buy, leaseWalk, NO_DETAIL, PARIS, parisSpec } from "../../support/leased-walk.ts";
import { peopleOutOfOrder } from "../../support/people.ts";
import { specOf, type TestApp, withTestApp } from "../../support/test-app.ts";

/** Searches of the same people, some with more detail than others. */
const overlapping = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    specOf(`overlap-${index}`, {
      ...PARIS,
      ...(index % 3 === 0 ? { detailed_experience: true } : {}),
      ...(index % 2 === 0 ? { reveal_info: true } : {}),
    }),
  );

/** People change jobs while they are bought: each request finds another day. */
function ageing({ search, simulator }: TestApp): ProfileSearch {
  let day = 0;
  return {
    ...search,
    search: (request, ...rest) => {
      day += 1;
      simulator.setDay(day);
      return search.search(request, ...rest);
    },
  };
}

it("twenty slices at once of searches that overlap end without a deadlock, each person as the order of calls says", async () => {
  await withTestApp({ connections: 30 }, async (app) => {
    const specs = overlapping(20);
    const options = { concurrency: 20, deps: { search: ageing(app) } };
    const report = await app.run(specs, { maxPages: 4 }, options);
    expect(report.totals.profilesChanged).toBeGreaterThan(0);
    expect(new Set(report.specs.map(({ stopReason }) => stopReason))).toEqual(new Set(["max_pages"]));
    expect(await peopleOutOfOrder(app)).toEqual([]);
    await expectInvariants(app.db, app.simulator);
  });
});

it("a page stored late is merged where its call stands, between those before and those after", async () => {
  await withTestApp({}, async (app) => {
    await app.run([specOf("before", { ...PARIS, detailed_experience: true }, { maxPages: 2 })]);
    app.simulator.setDay(50);
    const hands = await leaseWalk(app, parisSpec({ maxPages: 1 }));
    const late = await buy(app, hands);
    await hands.store.recordAnswer(late.callId, late.answer);
    app.simulator.setDay(100);
    await app.run([specOf("after", PARIS, { maxPages: 1 })]);
    app.simulator.setDay(150);
    await app.run([specOf("after-that", { ...PARIS, reveal_info: true }, { maxPages: 2 })]);
    await hands.store.applyPage(hands.lease, late.callId, late.answer.page, NO_DETAIL);
    expect(await peopleOutOfOrder(app)).toEqual([]);
  });
});

it("a page stored late that shows people as a later call did makes no second version of them", async () => {
  await withTestApp({}, async (app) => {
    const hands = await leaseWalk(app, parisSpec({ maxPages: 1 }));
    const late = await buy(app, hands);
    await hands.store.recordAnswer(late.callId, late.answer);
    await app.run([specOf("after", PARIS, { maxPages: 1 })]);
    await hands.store.applyPage(hands.lease, late.callId, late.answer.page, NO_DETAIL);
    const { rows } = await app.db.pool.query(
      `select (select count(*) from profiles) as people, (select count(*) from profile_versions) as versions,
         (select count(*) from sightings) as sightings`,
    );
    expect(rows).toEqual([{ people: 25, versions: 25, sightings: 50 }]);
    expect(await peopleOutOfOrder(app)).toEqual([]);
  });
});
