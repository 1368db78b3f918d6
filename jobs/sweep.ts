import { drainAndTell } from "../src/runs/walk/answer-spool.ts";
import type { JobContext } from "./define-job.ts";
import { fireDueSchedules } from "./fire-schedules.ts";

/**
 * Stores paid answers that wait on this machine's disk, fires schedules that the queue missed, and enqueues everything that is
 * unfinished in Postgres and that no process works on, so that a lost job loses no run.
 */
export async function sweep(context: JobContext): Promise<void> {
  const { runs, walks, ledger, enqueueRun } = context;
  await drainAndTell(walks);
  await fireDueSchedules(context);
  await ledger.resolveSuspense();
  await runs.reassignAbandonedRuns();
  for (const runId of await runs.plannedRuns()) await enqueueRun(runId);
  for (const walkJob of await runs.unleasedWalks(null)) await walks.walkQueue.enqueue(walkJob);
  await context.refreshSearch();
}
