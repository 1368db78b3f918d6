import type { Database } from "../src/database/database.ts";
import type { NewRun } from "../src/runs/store/create-run.ts";
import { makeRunStore } from "../src/runs/store/make-run-store.ts";
import { makeWalkStore } from "../src/runs/walk/store/make-walk-store.ts";
import type { Lease, WalkStore } from "../src/runs/walk/walk-store.ts";
import { specOf } from "./answered-pages.ts";

/** More credits than anybody spends here; every limit is there, so that every limit is looked at. */
const PLENTY = 1_000_000_000;
const RULES = {
  ...{ keyId: "key of the bench", pageCredits: 25, timeZone: "UTC" },
  ...{ minBalance: 0, dailyLimit: PLENTY, monthlyLimit: PLENTY },
};
const RUN: Omit<NewRun, "budgetCredits"> = {
  ...{
    selection: { kind: "csv" } as const,
    specsCsv: "kept by the bench",
    maxPages: null,
    restart: false,
    fillGaps: false,
  },
  ...{ owner: null, triggerKey: null, schedule: null },
};

export interface WalkedRun {
  readonly runId: number;
  readonly store: WalkStore;
  /** One for each walk, which has begun. */
  readonly leases: readonly Lease[];
}

/**
 * Books a run and takes all its walks, which share its budget.
 * @param name no other run's
 * @param budgetCredits of the run; null: no limit
 */
export async function planWalks(
  db: Database,
  name: string,
  walks: number,
  budgetCredits: number | null,
): Promise<WalkedRun> {
  const isProcessDead = () => false;
  const runs = makeRunStore(db, isProcessDead);
  const store = makeWalkStore(db, RULES, { pepper: "pepper of the bench" }, { name, isProcessDead });
  const runId = await runs.createRun({ ...RUN, budgetCredits });
  if (runId === null) throw new Error("this run was there before");
  const specs = Array.from({ length: walks }, (_, at) => specOf(`${name}-${at}`));
  const rings = await runs.startRun(runId, () => specs);
  const leases = rings.map(async ({ walkId }) => {
    const taken = await store.acquireLease(walkId);
    if (taken.kind !== "taken") throw new Error(`walk ${walkId} is ${taken.kind}`);
    await store.beginWalk(taken.lease);
    return taken.lease;
  });
  return { runId, store, leases: await Promise.all(leases) };
}
