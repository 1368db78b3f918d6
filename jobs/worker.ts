import type { ErrorListener } from "../src/queue/queue-worker.ts";
import type { Queues } from "../src/queue/queues.ts";
import { CONTROL_QUEUE, MAIN_QUEUE } from "../src/runs/queue-names.ts";
import { findScheduleProblem, plainCron } from "../src/runs/schedules/cron.ts";
import type { JobContext } from "./define-job.ts";
import { fireSchedulesJob } from "./fire-schedules.ts";
import { makeJobHandler } from "./registry.ts";
import { sweep } from "./sweep.ts";

/** Milliseconds between two sweeps, which one of all workers makes. */
const SWEEP_MS = 10_000;
/** Less than the interval, so that a single worker sweeps each time. */
const MIN_SWEEP_INTERVAL_MS = 9_000;

export interface WorkerOptions {
  /** Walks that buy at the same time. */
  readonly concurrency: number;
  /** Is called with every failed job. Only the sweep repeats a job. */
  readonly onError: ErrorListener;
}

export interface Worker {
  /** Takes no more jobs and waits for the jobs in progress. */
  close(): Promise<void>;
}

/**
 * Works on the queues that all workers share: runs, walks and schedules. Maintenance does not go through the queue, so that a
 * queue that was emptied is filled again.
 */
export async function startWorker(
  queues: Queues,
  context: JobContext,
  { concurrency, onError }: WorkerOptions,
): Promise<Worker> {
  await maintain(queues, context);
  const handler = makeJobHandler(context);
  const controlWorker = await queues.work(CONTROL_QUEUE, 1, handler, onError);
  const worker = await queues.work(MAIN_QUEUE, concurrency, handler, onError);
  const stop = context.walks.every(SWEEP_MS, async () => {
    try {
      await maintain(queues, context);
    } catch (error) {
      onError(error instanceof Error ? error : new TypeError("something that is no error was thrown"), "job");
    }
  });
  return {
    async close() {
      stop();
      await Promise.all([controlWorker.close(), worker.close()]);
    },
  };
}

/** The rows of `schedules` decide what fires; the queue's repeatable jobs only wake a worker at the right minute. */
async function maintain(queues: Queues, context: JobContext): Promise<void> {
  if (await context.runs.claimSweep(MIN_SWEEP_INTERVAL_MS)) await sweep(context);
  const { schedules } = await context.schedules.list();
  const usable = schedules.filter((schedule) => findScheduleProblem(schedule) === null);
  const repeatableJobs = usable.map(({ name, cron, timeZone }) => ({
    id: `schedule-${name}`,
    cron: plainCron(cron),
    timeZone,
  }));
  await queues.schedule(CONTROL_QUEUE, fireSchedulesJob.name, repeatableJobs);
}
