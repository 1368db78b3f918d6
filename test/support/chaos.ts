import { expect } from "vitest";
import { countSpool } from "../../src/operations/file-spool.ts";
import type { FaultScript } from "../../src/simulator/fault-script.ts";
import { StoreUnavailable } from "../../src/values/errors.ts";
import { CrashError, crashing, seededRandom } from "./crashing.ts";
import { faultsIn } from "./faults.ts";
import { expectInvariants } from "./invariants.ts";
import { rowsOf } from "./leased-walk.ts";
import { overspentReservations, pagesBoughtTooOften } from "./limits-kept.ts";
import { peopleOutOfOrder, storedPeople } from "./people.ts";
import { type PgProxy, startPgProxy } from "./pg-proxy.ts";
import { runWalks } from "./run-walks.ts";
import { specOf, type TestApp, withTestApp } from "./test-app.ts";

const CITIES = ["Paris, France", "Berlin, Germany", "London, United Kingdom", "New York, United States"];
const MANAGERS = { job_title: ["Product Manager"] };
export const WIDE = specOf("wide", { ...MANAGERS, location: CITIES });
/** Overlapping searches. */
const SPECS = [
  ...CITIES.map((city, place) => specOf(`city-${place}`, { ...MANAGERS, location: [city] })),
  WIDE,
];

/** An API that fails in nearly half of all calls. */
export const FAULTS: FaultScript = faultsIn(0.45);

const BUDGET = 5_000;
const GENERATIONS = 12;
/** Statements by which the three transactions of a call are known. */
const TRANSACTIONS = ["insert into calls", "insert into call_bodies", "update passes set next_page"];

/** Two processes at once work on what is free until both have died or nothing is left. True where one survived. */
export async function runUntilCrash(
  app: TestApp,
  random: () => number,
  generation: number,
): Promise<boolean> {
  const lives = [0, 1].map(async (twin) => {
    const name = `life-${generation}-${twin}`;
    const deps = crashing({ store: app.storeOf(name), search: app.search }, random, 0.01);
    const { store, search, isDead } = deps;
    try {
      await runWalks(app.deps({ store, search }), await app.runs.unleasedWalks(null));
    } catch (error) {
      if (!(error instanceof CrashError || error instanceof StoreUnavailable)) throw error;
      app.gone.add(name);
      return false;
    }
    app.gone.add(name);
    return !isDead();
  });
  return (await Promise.all(lives)).includes(true);
}

/** Something that people or links do meanwhile. */
async function disturb(app: TestApp, link: PgProxy, runId: number, random: () => number): Promise<void> {
  const whim = random();
  if (whim < 0.3)
    link.loseCommits(TRANSACTIONS[Math.floor(random() * 3)] ?? "", 1 + Math.floor(random() * 3));
  else if (whim < 0.5) {
    link.cut();
    setTimeout(link.restore, 5 + random() * 40);
  } else if (whim < 0.6) await calmly(() => app.runs.cancelRun(runId));
  else if (whim < 0.75) await calmly(() => app.runs.resumeRun(runId, null, null));
}

/** What a person does fails with the link, and they try again some other time. */
async function calmly(work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: unknown) => {
    if (!(error instanceof StoreUnavailable)) throw error;
  });
}

/** Says `resume` until there is nothing to do any more. */
export async function finishAll(app: TestApp, runId: number): Promise<void> {
  for (let goes = 0; goes < 30; goes += 1) {
    await app.work();
    if ((await app.runs.resumeRun(runId, null, null)) !== "done") return;
  }
  throw new Error("the run does not come to its end");
}

/** Chaos, decided by a seed; then everything heals, and all must end well: booked, stored, and bought no oftener than allowed. */
export async function playSeed(seed: number): Promise<void> {
  let link: PgProxy | undefined;
  const through = async (url: string) => {
    link = await startPgProxy(url);
    return link.url;
  };
  const simulator = { seed, people: 6_000, faults: FAULTS };
  try {
    await withTestApp({ simulator, connections: 12, through }, async (app) => {
      if (link === undefined) throw new Error("there is no link");
      const random = seededRandom(seed);
      const { runId } = await app.plan(SPECS, { budgetCredits: BUDGET });
      for (let generation = 0; generation < GENERATIONS; generation += 1) {
        await disturb(app, link, runId, random);
        if (await runUntilCrash(app, random, generation).catch(onlyAway)) break;
      }
      link.restore();
      link.loseCommits("", 0);
      app.simulator.setFaults([]);
      await finishAll(app, runId);
      await expectAllWell(app, runId);
    });
  } finally {
    await link?.close();
  }
}

function onlyAway(error: unknown): boolean {
  if (error instanceof StoreUnavailable) return false;
  throw error;
}

async function expectAllWell(app: TestApp, runId: number): Promise<void> {
  const report = await app.report(runId);
  expect(report.specs.map(({ status }) => status)).toEqual(SPECS.map(() => "complete"));
  const union = new Set(SPECS.flatMap(({ search }) => app.simulator.search({ ...search })));
  expect([...(await storedPeople(app)).keys()].sort()).toEqual([...union].sort());
  expect(await peopleOutOfOrder(app)).toEqual([]);
  expect(await overspentReservations(app)).toEqual([]);
  expect(await pagesBoughtTooOften(app)).toEqual([]);
  const unapplied = "select id from calls where outcome = 'answered' and applied_at is null";
  expect(await rowsOf(app, unapplied)).toEqual([]);
  expect((await countSpool(app.spoolFolder)).waiting).toBe(0);
  expect(app.db.pool.totalCount).toBe(app.db.pool.idleCount);
  await expectInvariants(app.db, app.simulator);
}
