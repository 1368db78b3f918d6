import { expect, it } from "vitest";
import { FAULTS, liveAndDie, playSeed, WIDE } from "../../support/chaos.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { overspentReservations } from "../../support/limits-kept.ts";
import { seededRandom } from "../../support/crashing.ts";
import { specOf, withWorld } from "../../support/test-app.ts";

// Hundreds more: npm run test:chaos
it.each([1, 2, 3, 4, 5, 6])(
  "whatever fails and whoever dies, all is booked, and what is stored is what was bought (seed %i)",
  playSeed,
);

it("twenty workers that die while they share a budget never overspend it", async () => {
  await withWorld({ simulator: { faults: FAULTS }, connections: 24 }, async (world) => {
    const random = seededRandom(7);
    const many = Array.from({ length: 20 }, (_, place) => specOf(`many-${place}`, { ...WIDE.search }));
    const { runId } = await world.plan(many, { budgetCredits: 1_000 });
    for (let generation = 0; generation < 12; generation += 1) {
      if (await liveAndDie(world, random, generation)) break;
    }
    world.simulator.setFaults([]);
    await world.work({ concurrency: 20 });
    expect(world.simulator.charged()).toBeLessThanOrEqual(1_000);
    expect((await world.report(runId)).status).toBe("done");
    expect(await overspentReservations(world)).toEqual([]);
    await expectInvariants(world.db, world.simulator);
  });
});
