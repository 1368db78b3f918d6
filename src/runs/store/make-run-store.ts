import { DEFAULT_PAGE_CREDITS } from "../../credits/page-price.ts";
import { bindOperations } from "../../database/bind-operations.ts";
import type { Database } from "../../database/database.ts";
import type { Spec } from "../../specs/spec.ts";
import {
  cancelRun,
  interruptRun,
  reassignAbandonedRuns,
  renewRunLease,
  resumeRun,
  resumeRunAsStarted,
} from "./change-run.ts";
import { claimSweep } from "./claim-sweep.ts";
import { readForecastErrors } from "./course/read-forecast-errors.ts";
import { readRunCalls } from "./course/read-run-calls.ts";
import { readPageCells, readRunCourse } from "./course/read-run-course.ts";
import { readRunEvents } from "./course/read-run-events.ts";
import { readRunSettings } from "./course/read-run-settings.ts";
import { createRun } from "./create-run.ts";
import { startRun } from "./create-walks.ts";
import { listRuns, newestRun, readLiveRun, readPlannedRuns } from "./list-runs.ts";
import { readOutdatedWalks } from "./outdated-walks.ts";
import { readBlockingWalks } from "./read-blocking-walks.ts";
import { readUnappliedWalks, readUnleasedWalks } from "./read-free-walks.ts";
import { readReport } from "./read-report.ts";

/**
 * Runs and their walks in Postgres. Every function is one transaction and may throw StoreUnavailable or StoreRefused.
 * @param isProcessDead tells whether the process of that name has provably ended
 * @param pageCredits configured `PAGE_CREDITS`, for forecasts
 */
export function makeRunStore(
  db: Database,
  isProcessDead: (owner: string) => boolean,
  pageCredits = DEFAULT_PAGE_CREDITS,
) {
  const bound = bindOperations(db, {
    createRun,
    resumeRun,
    resumeRunAsStarted,
    outdatedWalks: readOutdatedWalks,
    cancelRun,
    unappliedWalks: readUnappliedWalks,
    interruptRun,
    renewRunLease,
    plannedRuns: readPlannedRuns,
    claimSweep,
    report: readReport,
    list: listRuns,
    newest: newestRun,
    settings: readRunSettings,
    course: readRunCourse,
    pageCells: readPageCells,
    calls: readRunCalls,
    events: readRunEvents,
    forecastErrors: readForecastErrors,
    live: readLiveRun,
  });
  return {
    ...bound,
    startRun: (runId: number, readSpecs: (csv: string) => readonly Spec[]) =>
      startRun(db, runId, readSpecs, { isProcessDead, pageCredits }),
    reassignAbandonedRuns: () => reassignAbandonedRuns(db, isProcessDead),
    blockingWalks: (runId: number) => readBlockingWalks(db, runId, isProcessDead),
    unleasedWalks: (runId: number | null) => readUnleasedWalks(db, runId, isProcessDead),
  };
}

export type RunStore = ReturnType<typeof makeRunStore>;
