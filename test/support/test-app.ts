import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { NO_JOURNAL } from "../../src/credits/call-journal.ts";
import type { SpendingLimits } from "../../src/credits/check-limits.ts";
import type { Database } from "../../src/database/database.ts";
import { makeLeonarClient } from "../../src/leonar/client.ts";
import type { ProfileSearch } from "../../src/leonar/profile-search.ts";
import { makeFileSpool } from "../../src/operations/file-spool.ts";
import type { RunReport } from "../../src/runs/run-report.ts";
import type { NewRun } from "../../src/runs/store/create-run.ts";
import type { RunStore } from "../../src/runs/store/make-run-store.ts";
import { makeRunStore } from "../../src/runs/store/make-run-store.ts";
import type { BuyingSignals } from "../../src/runs/walk/buy-page.ts";
import { makePermits } from "../../src/runs/walk/permits.ts";
import { NO_OBSERVER } from "../../src/runs/walk/purchase-observer.ts";
import { makeWalkStore } from "../../src/runs/walk/store/make-walk-store.ts";
import type { WalkJob } from "../../src/runs/walk/walk-queue.ts";
import type { WalkDeps } from "../../src/runs/walk/walk-slice.ts";
import type { WalkStore } from "../../src/runs/walk/walk-store.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/simulator.ts";
import { parseSpec, type Spec } from "../../src/specs/spec.ts";
import { runWalks } from "./run-walks.ts";
import { openTestDatabase } from "./test-database.ts";

export const PEPPER = "pepper of the tests";
export const KEY_ID = "key-of-the-tests";

export interface TestAppOptions {
  readonly simulator?: SimulatorOptions;
  readonly rules?: Partial<SpendingLimits>;
  /** Most connections to the database. */
  readonly connections?: number;
  /** Gives the address under which the database is used in place of its own; see pg-proxy. */
  readonly through?: (url: string) => Promise<string>;
}

export interface WorkOptions {
  readonly concurrency?: number;
  readonly signals?: BuyingSignals;
  readonly deps?: Partial<WalkDeps>;
}

/** One API, one database, and the processes that tests play. */
export interface TestApp {
  readonly simulator: Simulator;
  readonly db: Database;
  readonly runs: RunStore;
  readonly store: WalkStore;
  readonly search: ProfileSearch;
  /** Names of processes that have ended. */
  readonly gone: Set<string>;
  /** The store as another process sees it, under other rules where told. */
  storeOf(holder: string, rules?: Partial<SpendingLimits>): WalkStore;
  /** Where answers wait for a database that is away; not there as long as none does. */
  readonly spoolFolder: string;
  deps(changes?: Partial<WalkDeps>): Omit<WalkDeps, "walkQueue">;
  /** Books a run of these specs and makes its walks. */
  plan(specs: readonly Spec[], run?: Partial<NewRun>): Promise<{ runId: number; rings: WalkJob[] }>;
  /** Works on whatever is free until nobody rings any more. */
  work(options?: WorkOptions): Promise<void>;
  report(runId: number): Promise<RunReport>;
  /** Books a run, works until idle and gives what it came to. */
  run(specs: readonly Spec[], run?: Partial<NewRun>, options?: WorkOptions): Promise<RunReport>;
}

const CSV_RUN: NewRun = {
  selection: { kind: "csv" },
  specsCsv: "kept by the test",
  budgetCredits: null,
  maxPages: null,
  restart: false,
  fillGaps: false,
  owner: null,
  triggerKey: null,
  schedule: null,
};

const NO_LIMITS: SpendingLimits = {
  keyId: KEY_ID,
  pageCredits: 25,
  minBalance: null,
  dailyLimit: null,
  monthlyLimit: null,
  timeZone: "UTC",
};

/** Lends a world and takes it back, whatever happens. */
export async function withTestApp<Result>(
  options: TestAppOptions,
  use: (app: TestApp) => Promise<Result>,
): Promise<Result> {
  const database = await openTestDatabase(inject("postgresUrl"), options);
  try {
    const simulator = await startSimulator({ people: 20_000, ...options.simulator });
    try {
      const app = makeWorld(database.db, simulator, { ...NO_LIMITS, ...options.rules });
      try {
        return await use(app);
      } finally {
        await rm(app.spoolFolder, { recursive: true, force: true });
      }
    } finally {
      await simulator.close();
    }
  } finally {
    await database.close();
  }
}

function makeWorld(db: Database, simulator: Simulator, rules: SpendingLimits): TestApp {
  const gone = new Set<string>();
  const isProcessDead = (name: string) => gone.has(name);
  const runs = makeRunStore(db, isProcessDead);
  const storeOf: TestApp["storeOf"] = (name, changes) =>
    makeWalkStore(db, { ...rules, ...changes }, { pepper: PEPPER }, { name, isProcessDead });
  const store = storeOf("worker");
  const spoolFolder = join(tmpdir(), `sourcing-spool-${randomUUID()}`);
  const search = makeLeonarClient({ apiKey: simulator.key, baseUrl: simulator.baseUrl, timeoutMs: 20_000 });
  const deps: TestApp["deps"] = (changes) => ({
    acquirePermit: makePermits(Number.POSITIVE_INFINITY),
    store,
    search,
    spool: makeFileSpool(spoolFolder, "store"),
    journal: NO_JOURNAL,
    newAttempt: randomUUID,
    observer: NO_OBSERVER,
    every: () => () => {},
    ...makeClock(),
    ...changes,
  });
  const plan: TestApp["plan"] = async (specs, run) => {
    const runId = await runs.createRun({ ...CSV_RUN, ...run });
    if (runId === null) throw new Error("the trigger has made this run already");
    return { runId, rings: await runs.startRun(runId, () => specs) };
  };
  const work: TestApp["work"] = async ({ deps: changes, ...options } = {}) =>
    runWalks(deps(changes), await runs.unleasedWalks(null), options);
  const report: TestApp["report"] = async (runId) => {
    const found = await runs.report(runId);
    if (found === null) throw new Error(`there is no run ${runId}`);
    return found;
  };
  const run: TestApp["run"] = async (specs, changes, options) => {
    const { runId } = await plan(specs, changes);
    await work(options);
    return report(runId);
  };
  return { simulator, db, runs, store, search, gone, spoolFolder, storeOf, deps, plan, work, report, run };
}

/** A clock that runs only while somebody waits, so that hours of patience take no time. */
function makeClock(): Pick<WalkDeps, "sleep" | "now"> {
  let now = 0;
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
}

/** A spec of one search, with whatever settings. */
export function specOf(name: string, search: object, settings: object = {}): Spec {
  return parseSpec({ spec: name, search, ...settings });
}
