import { drainSpool } from "../src/runs/walk/answer-spool.ts";
import type { JobContext } from "./define-job.ts";
import { fireNights } from "./fire-schedules.ts";

/**
 * Stores paid answers that wait on this machine's disk, fires nights that the queue missed, and rings for everything that Postgres calls unfinished and nobody works on, so that
 * a lost ring loses no run.
 */
export async function sweep(context: JobContext): Promise<void> {
  const { runs, walks, ledger, ringRun } = context;
  await drainSpool(walks.spool, walks.store, walks.search);
  await fireNights(context);
  await ledger.resolveSuspense();
  await runs.adoptOrphans();
  for (const runId of await runs.plannedRuns()) await ringRun(runId);
  for (const ring of await runs.freeWalks(null)) await walks.doorbell.ring(ring);
}
