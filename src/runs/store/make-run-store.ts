import { DEFAULT_PAGE_CREDITS } from "../../credits/page-price.ts";
import type { Database } from "../../database/database.ts";
import type { RunStore } from "../run-store.ts";
import { cancelRun, interruptRun, reassignAbandonedRuns, renewRunLease, resumeRun } from "./change-run.ts";
import { claimSweep } from "./claim-sweep.ts";
import { createRun } from "./create-run.ts";
import { startRun } from "./create-walks.ts";
import { listRuns, newestRun, readPlannedRuns } from "./list-runs.ts";
import { readUnleasedWalks } from "./read-free-walks.ts";
import { readReport } from "./read-report.ts";

/**
 * Runs in Postgres. `isGone` tells whether the process of that name has provably ended.
 * @param pageCredits configured `PAGE_CREDITS`, for forecasts
 */
export function makeRunStore(
  db: Database,
  isProcessDead: (owner: string) => boolean,
  pageCredits = DEFAULT_PAGE_CREDITS,
): RunStore {
  return {
    createRun: (run) => createRun(db, run),
    startRun: (runId, readSpecs) => startRun(db, runId, readSpecs, { isProcessDead, pageCredits }),
    resumeRun: (runId, budgetCredits, owner) => resumeRun(db, runId, budgetCredits, owner),
    cancelRun: (runId) => cancelRun(db, runId),
    interruptRun: (runId) => interruptRun(db, runId),
    reassignAbandonedRuns: () => reassignAbandonedRuns(db, isProcessDead),
    renewRunLease: (runId) => renewRunLease(db, runId),
    unleasedWalks: (runId) => readUnleasedWalks(db, runId, isProcessDead),
    plannedRuns: () => readPlannedRuns(db),
    claimSweep: (everyMs) => claimSweep(db, everyMs),
    report: (runId) => readReport(db, runId),
    list: (limit) => listRuns(db, limit),
    newest: (which) => newestRun(db, which),
  };
}
