import { expect, it } from "vitest";
import type { ProfileSearch } from "../../../src/runs/ports.ts";
import { buy, NO_DETAIL, PARIS, parisSpec, takeInHand } from "../../support/leased-walk.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { peopleOutOfOrder } from "../../support/people.ts";
import { specOf, type World, withWorld } from "../../support/test-app.ts";

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
function ageing({ search, simulator }: World): ProfileSearch {
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
  await withWorld({ connections: 30 }, async (world) => {
    const specs = overlapping(20);
    const options = { concurrency: 20, ports: { search: ageing(world) } };
    const report = await world.run(specs, { maxPages: 4 }, options);
    expect(report.totals.profilesChanged).toBeGreaterThan(0);
    expect(new Set(report.specs.map(({ stopReason }) => stopReason))).toEqual(new Set(["max_pages"]));
    expect(await peopleOutOfOrder(world)).toEqual([]);
    await expectInvariants(world.db, world.simulator);
  });
});

it("a page stored late is merged where its call stands, between those before and those after", async () => {
  await withWorld({}, async (world) => {
    await world.run([specOf("before", { ...PARIS, detailed_experience: true }, { maxPages: 2 })]);
    world.simulator.setDay(50);
    const hands = await takeInHand(world, parisSpec({ maxPages: 1 }));
    const late = await buy(world, hands);
    await hands.store.recordAnswer(late.callId, late.answer);
    world.simulator.setDay(100);
    await world.run([specOf("after", PARIS, { maxPages: 1 })]);
    world.simulator.setDay(150);
    await world.run([specOf("after-that", { ...PARIS, reveal_info: true }, { maxPages: 2 })]);
    await hands.store.applyCall(hands.lease, late.callId, late.answer.page, NO_DETAIL);
    expect(await peopleOutOfOrder(world)).toEqual([]);
  });
});

it("a page stored late that shows people as a later call did makes no second version of them", async () => {
  await withWorld({}, async (world) => {
    const hands = await takeInHand(world, parisSpec({ maxPages: 1 }));
    const late = await buy(world, hands);
    await hands.store.recordAnswer(late.callId, late.answer);
    await world.run([specOf("after", PARIS, { maxPages: 1 })]);
    await hands.store.applyCall(hands.lease, late.callId, late.answer.page, NO_DETAIL);
    const { rows } = await world.db.pool.query(
      `select (select count(*) from profiles) as people, (select count(*) from profile_versions) as versions,
         (select count(*) from sightings) as sightings`,
    );
    expect(rows).toEqual([{ people: 25, versions: 25, sightings: 50 }]);
    expect(await peopleOutOfOrder(world)).toEqual([]);
  });
});
