import { expect } from "vitest";
import { countSpool } from "../../src/operations/file-spool.ts";
import type { WalkDeps } from "../../src/runs/walk/walk-slice.ts";
import type { FaultScript } from "../../src/simulator/fault-script.ts";
import { makeDeferred } from "../../src/values/deferred.ts";
import { StoreUnavailable } from "../../src/values/errors.ts";
import { CrashError, crashing, seededRandom } from "./crashing.ts";
import { faultsIn, oddFaultsIn } from "./faults.ts";
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

/** So many that the five searches have some forty pages. */
const PEOPLE = 20_000;
const BUDGET = 5_000;
/** For the healing, because prices have risen meanwhile. */
const HEALED_BUDGET = 100_000;
/** So much that no balance can be taken for what calls in suspense cost. */
const TOP_UP = 1_000_000;
const GENERATIONS = 12;
/** Statements by which the three transactions of a call are known. */
const TRANSACTIONS = ["insert into calls", "insert into call_bodies", "update passes set next_page"];

/** A process that was frozen in a generation before; it goes on beside its successors. */
export interface FrozenLife {
  thaw(): void;
  /** True once it has ended by itself, false where it died. */
  readonly ended: Promise<boolean>;
}

/** Longer than a lease, so that the process knows that it may have lost its walks. */
const FROST_MS = 60_000;

/**
 * Two processes at once work on what is free until both have died or are frozen, or nothing is left. True where one
 * survived.
 * @param frozen receives those that are frozen, which the caller has to thaw; null: none is
 */
export async function runUntilCrash(
  app: TestApp,
  random: () => number,
  generation: number,
  frozen: FrozenLife[] | null = null,
): Promise<boolean> {
  const lives = [0, 1].map(async (twin) => {
    const name = `life-${generation}-${twin}`;
    const ice = makeDeferred();
    const isFrozen = makeDeferred();
    let now = 0;
    const freeze = async () => {
      isFrozen.resolve();
      await ice.promise;
      now += FROST_MS;
    };
    const sleep = async (ms: number) => {
      now += ms;
    };
    const fate = { death: 0.01, frost: frozen === null ? 0 : 0.004, freeze };
    const parts = crashing({ store: app.storeOf(name), search: app.search }, random, fate);
    const ended = live(app, name, { ...parts, sleep, now: () => now });
    const outcome = await Promise.race([ended, isFrozen.promise]);
    if (outcome !== undefined) return outcome;
    frozen?.push({ thaw: ice.resolve, ended });
    await expireLeasesOf(app, name);
    return false;
  });
  return (await Promise.all(lives)).includes(true);
}

type LifeDeps = Pick<WalkDeps, "store" | "search" | "sleep" | "now"> & { isDead(): boolean };

/** True where the process came to an end of its own. */
async function live(app: TestApp, name: string, { isDead, ...deps }: LifeDeps): Promise<boolean> {
  try {
    await runWalks(app.deps(deps), await app.runs.unleasedWalks(null));
    return !isDead();
  } catch (error) {
    if (!(error instanceof CrashError || error instanceof StoreUnavailable)) throw error;
    return false;
  } finally {
    app.gone.add(name);
  }
}

async function expireLeasesOf({ db }: TestApp, owner: string): Promise<void> {
  const expire = "update walks set lease_until = now() - interval '1 second' where lease_owner = $1";
  // Where the link is away, the leases of the process run out later.
  await db.pool.query(expire, [owner]).catch(() => {});
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
  else if (whim < 0.75) app.simulator.setBalance(app.simulator.balance + TOP_UP);
  if (random() < 0.7) await calmly(() => app.runs.resumeRun(runId, null, null));
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
    if ((await app.runs.resumeRun(runId, HEALED_BUDGET, null)) !== "done") return;
  }
  throw new Error("the run does not come to its end");
}

/** An API that fails, that is odd, and that refuses one page for ever in every third seed. */
function faultsOf(seed: number): FaultScript {
  return [...oddFaultsIn(0.25, seed % 3 === 0 ? 2 + (seed % 5) : null), ...faultsIn(0.3)];
}

/** Every other workspace can pay for a few pages only, and cuts the last of them. */
function balanceOf(seed: number): number {
  return seed % 2 === 0 ? TOP_UP : 40 + ((seed * 37) % 400);
}

/** Chaos, decided by a seed; then everything heals, and all must end well: booked, stored, and bought no oftener than allowed. */
export async function playSeed(seed: number): Promise<void> {
  let link: PgProxy | undefined;
  const through = async (url: string) => {
    link = await startPgProxy(url);
    return link.url;
  };
  const simulator = {
    seed,
    people: PEOPLE,
    faults: faultsOf(seed),
    balance: balanceOf(seed),
    shortPages: true,
  };
  try {
    await withTestApp({ simulator, connections: 12, through }, async (app) => {
      if (link === undefined) throw new Error("there is no link");
      const random = seededRandom(seed);
      const { runId } = await app.plan(SPECS, { budgetCredits: BUDGET });
      await playGenerations(app, link, runId, random);
      link.restore();
      link.loseCommits("", 0);
      app.simulator.setFaults([]);
      app.simulator.setBalance(app.simulator.balance + TOP_UP);
      expect(await overspentReservations(app)).toEqual([]);
      await finishAll(app, runId);
      await expectAllWell(app, runId);
    });
  } finally {
    await link?.close();
  }
}

/** Those that are frozen in one generation wake in the next, or at the end. */
async function playGenerations(
  app: TestApp,
  link: PgProxy,
  runId: number,
  random: () => number,
): Promise<void> {
  const frozen: FrozenLife[] = [];
  try {
    for (let generation = 0; generation < GENERATIONS; generation += 1) {
      const sleepers = frozen.slice();
      await disturb(app, link, runId, random);
      const thaw = () => {
        for (const sleeper of sleepers) sleeper.thaw();
      };
      setTimeout(thaw, random() * 60);
      await runUntilCrash(app, random, generation, frozen).catch(onlyAway);
    }
  } finally {
    for (const sleeper of frozen) sleeper.thaw();
    await Promise.all(frozen.map(({ ended }) => ended));
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
