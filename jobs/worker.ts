import { MAIN_LANE } from "../src/domain/lane.ts";
import type { Queues, QueueWorker } from "../src/queue/queues.ts";
import type { JobContext } from "./define-job.ts";
import { makeJobHandler } from "./registry.ts";
import { sweepJob } from "./sweep.ts";

/** How often what was lost is looked for, in milliseconds. */
const SWEEP_MS = 10_000;

export interface WorkerOptions {
  /** Walks side by side. */
  readonly concurrency: number;
  /** Hears of every failed job; nothing is repeated but by the sweep. */
  onError(error: Error): void;
}

/** Works on the workers' lane: runs, walks and sweeps. */
export async function startWorker(
  queues: Queues,
  context: JobContext,
  { concurrency, onError }: WorkerOptions,
): Promise<QueueWorker> {
  await sweepJob.run({}, context);
  await queues.repeat(MAIN_LANE, sweepJob.name, SWEEP_MS);
  // One place more than walks, so that sweeps and new runs are never behind slow pages.
  return queues.work(MAIN_LANE, concurrency + 1, makeJobHandler(context), onError);
}
