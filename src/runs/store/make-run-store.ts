import type { RunStore } from "../run-store.ts";
import { USUAL_PAGE_CREDITS } from "../../credits/page-price.ts";
import type { Database } from "../../database/database.ts";
import { adoptOrphans, cancelRun, interruptRun, renewLane, resumeRun } from "./change-run.ts";
import { claimSweep } from "./claim-sweep.ts";
import { createRun } from "./create-run.ts";
import { listRuns, newestRun, readPlannedRuns } from "./list-runs.ts";
import { readReport } from "./read-report.ts";
import { readRings } from "./read-free-walks.ts";
import { startRun } from "./create-walks.ts";

/**
 * Runs in Postgres. `isGone` tells whether the process of that name has provably ended.
 * @param pageCredits configured `PAGE_CREDITS`, for forecasts
 */
export function makeRunStore(
  db: Database,
  isGone: (owner: string) => boolean,
  pageCredits = USUAL_PAGE_CREDITS,
): RunStore {
  return {
    createRun: (run) => createRun(db, run),
    startRun: (runId, readSpecs) => startRun(db, runId, readSpecs, { isGone, pageCredits }),
    resumeRun: (runId, budgetCredits, owner) => resumeRun(db, runId, budgetCredits, owner),
    cancelRun: (runId) => cancelRun(db, runId),
    interruptRun: (runId) => interruptRun(db, runId),
    adoptOrphans: () => adoptOrphans(db, isGone),
    renewLane: (runId) => renewLane(db, runId),
    freeWalks: (runId) => readRings(db, runId, isGone),
    plannedRuns: () => readPlannedRuns(db),
    claimSweep: (everyMs) => claimSweep(db, everyMs),
    report: (runId) => readReport(db, runId),
    list: (limit) => listRuns(db, limit),
    newest: (which) => newestRun(db, which),
  };
}
