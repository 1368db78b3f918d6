import type { ChangedRun } from "../../runs/store/change-run.ts";
import type { OutdatedWalk } from "../../runs/store/outdated-walks.ts";
import { applyRecorded } from "../make-walk-deps.ts";
import type { App } from "../open-app.ts";

export interface ReopeningOptions {
  /** Go on with specs that were changed or disabled since, each as it was when the run was started. */
  readonly asStarted?: boolean;
  /** A new total for the run, in credits; null: as it was. */
  readonly budget: number | null;
  /** The process that works on the run alone; null: the workers. */
  readonly owner: string | null;
}

export interface ReopenedRun {
  readonly changed: ChangedRun;
  /** Walks that are left alone, because their spec was changed or disabled since. */
  readonly leftAlone: readonly OutdatedWalk[];
}

/** Opens the walks of a run that can go on. Nothing is bought yet. */
export async function reopenRun(
  app: App,
  runId: number,
  { asStarted, budget, owner }: ReopeningOptions,
): Promise<ReopenedRun> {
  const { runs } = app;
  if (asStarted === true)
    return { changed: await runs.resumeRunAsStarted(runId, budget, owner), leftAlone: [] };
  const outdated = await runs.outdatedWalks(runId);
  // What is left alone is cancelled, and no walk ends with a page that was paid for and not applied.
  if (outdated.length > 0) await applyRecorded(app, runId);
  const changed = await runs.resumeRun(runId, budget, owner);
  return { changed, leftAlone: changed === "busy" ? [] : outdated };
}

/** Stops a run at its next page boundary. */
export async function cancelBookedRun(app: App, runId: number): Promise<ChangedRun> {
  const changed = await app.runs.cancelRun(runId);
  // Walks with a page that was not applied are left by the first call, and end with the second.
  if ((await applyRecorded(app, runId)) > 0) await app.runs.cancelRun(runId);
  return changed;
}
