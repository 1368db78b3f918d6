import { expect, it } from "vitest";
import { FAULTS, playSeed, runUntilCrash, WIDE } from "../../support/chaos.ts";
import { seededRandom } from "../../support/crashing.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { overspentReservations } from "../../support/limits-kept.ts";
import { specOf, withTestApp } from "../../support/test-app.ts";

// Hundreds more: npm run test:chaos
it.each([1, 2, 3, 4, 5, 6])(
  "whatever fails and whoever dies, all is booked, and what is stored is what was bought (seed %i)",
  playSeed,
);

it("twenty workers that die while they share a budget never overspend it", async () => {
  await withTestApp({ simulator: { faults: FAULTS }, connections: 24 }, async (app) => {
    const random = seededRandom(7);
    const many = Array.from({ length: 20 }, (_, place) => specOf(`many-${place}`, { ...WIDE.search }));
    const { runId } = await app.plan(many, { budgetCredits: 1_000 });
    for (let generation = 0; generation < 12; generation += 1) {
      if (await runUntilCrash(app, random, generation)) break;
    }
    app.simulator.setFaults([]);
    await app.work({ concurrency: 20 });
    expect(app.simulator.charged()).toBeLessThanOrEqual(1_000);
    expect((await app.report(runId)).status).toBe("done");
    expect(await overspentReservations(app)).toEqual([]);
    await expectInvariants(app.db, app.simulator);
  });
});
