import { expect, it } from "vitest";
import type { FaultScript } from "../../src/leonar/simulator/fault-script.ts";
import { drive } from "../support/drive.ts";
import { rowsOf } from "../support/hands.ts";
import { expectInvariants } from "../support/invariants.ts";
import { overspentReservations, pagesBoughtTooOften } from "../support/limits-kept.ts";
import { Dead, mortal, seededRandom } from "../support/mortal.ts";
import { peopleOutOfOrder, storedPeople } from "../support/people.ts";
import { specOf, type World, withWorld } from "../support/world.ts";

const CITIES = ["Paris, France", "Berlin, Germany", "London, United Kingdom", "New York, United States"];
const specs = CITIES.map((city, place) =>
  specOf(`city-${place}`, { job_title: ["Product Manager"], location: [city] }),
);
const wide = specOf("wide", { job_title: ["Product Manager"], location: CITIES });
const all = [...specs, wide];

const FAULTS: FaultScript = [
  { when: { probability: 0.06 }, fault: { kind: "status", status: 500, charged: true } },
  { when: { probability: 0.06 }, fault: { kind: "status", status: 503 } },
  { when: { probability: 0.05 }, fault: { kind: "reset", charged: true } },
  { when: { probability: 0.05 }, fault: { kind: "reset" } },
  { when: { probability: 0.05 }, fault: { kind: "cut", framing: "length" } },
  { when: { probability: 0.05 }, fault: { kind: "cut", framing: "close" } },
  { when: { probability: 0.05 }, fault: { kind: "html", charged: true } },
  { when: { probability: 0.05 }, fault: { kind: "malformed_json" } },
  { when: { probability: 0.05 }, fault: { kind: "error", code: "rate_limit_exceeded" } },
];

/** Processes that die one after the other work on what is free; gives how many it took. */
async function liveAndDie(world: World, random: () => number, lives: number): Promise<number> {
  for (let life = 1; life <= lives; life += 1) {
    const name = `life-${life}`;
    const { store, search, isDead } = mortal(
      { store: world.storeOf(name), search: world.search },
      random,
      0.01,
    );
    await drive(world.ports({ store, search }), await world.runs.freeWalks(null)).catch((error: unknown) => {
      if (!(error instanceof Dead)) throw error;
    });
    world.gone.add(name);
    if (!isDead()) return life;
  }
  return lives;
}

/** Says `resume` until there is nothing to do any more. */
async function finishAll(world: World, runId: number): Promise<void> {
  for (let goes = 0; goes < 20; goes += 1) {
    await world.work();
    if ((await world.runs.resumeRun(runId, null, null)) !== "done") return;
  }
  throw new Error("the run does not come to its end");
}

it.each([1, 2, 3, 4, 5, 6])(
  "whatever fails and whoever dies, all is booked, and what is stored is what was bought (seed %i)",
  async (seed) => {
    await withWorld(
      { simulator: { seed, people: 8_000, faults: FAULTS }, connections: 12 },
      async (world) => {
        const random = seededRandom(seed);
        const { runId } = await world.plan(all, { budgetCredits: 5_000 });
        await liveAndDie(world, random, 25);
        expect(await peopleOutOfOrder(world)).toEqual([]);
        world.simulator.setFaults([]);
        await finishAll(world, runId);
        const report = await world.report(runId);
        expect(report.specs.map(({ status }) => status)).toEqual(all.map(() => "complete"));
        const union = new Set(all.flatMap(({ search }) => world.simulator.search({ ...search })));
        expect([...(await storedPeople(world)).keys()].sort()).toEqual([...union].sort());
        expect(await peopleOutOfOrder(world)).toEqual([]);
        expect(await overspentReservations(world)).toEqual([]);
        expect(await pagesBoughtTooOften(world)).toEqual([]);
        expect(
          await rowsOf(world, "select id from calls where outcome = 'answered' and applied_at is null"),
        ).toEqual([]);
        await expectInvariants(world.db, world.simulator);
      },
    );
  },
);

it("twenty workers that die while they share a budget never overspend it", async () => {
  await withWorld({ simulator: { faults: FAULTS }, connections: 24 }, async (world) => {
    const random = seededRandom(7);
    const many = Array.from({ length: 20 }, (_, place) => specOf(`many-${place}`, { ...wide.search }));
    const { runId } = await world.plan(many, { budgetCredits: 1_000 });
    await liveAndDie(world, random, 25);
    world.simulator.setFaults([]);
    await world.work({ concurrency: 20 });
    expect(world.simulator.charged()).toBeLessThanOrEqual(1_000);
    expect((await world.report(runId)).status).toBe("done");
    expect(await overspentReservations(world)).toEqual([]);
    await expectInvariants(world.db, world.simulator);
  });
});
