import type { ErrorListener, Queues } from "../src/queue/queues.ts";
import { CONTROL_QUEUE, MAIN_QUEUE } from "../src/runs/queue-names.ts";
import { findScheduleProblem, plainCron } from "../src/runs/schedules/cron.ts";
import type { JobContext } from "./define-job.ts";
import { fireSchedulesJob } from "./fire-schedules.ts";
import { makeJobHandler } from "./registry.ts";
import { sweep } from "./sweep.ts";

/** How often what was lost is looked for, by one worker of all, in milliseconds. */
const SWEEP_MS = 10_000;
/** Less than the interval, so that a worker alone sweeps at each. */
const SWEPT_LATELY_MS = 9_000;

export interface WorkerOptions {
  /** Walks side by side. */
  readonly concurrency: number;
  /** Hears of every failed job; nothing is repeated but by the sweep. */
  readonly onError: ErrorListener;
}

export interface Worker {
  /** Takes no more jobs and waits for those at work. */
  close(): Promise<void>;
}

/**
 * Works on the workers' lane: runs, walks and schedules. House is kept outside the queue, so that one which was emptied is
 * filled again.
 */
export async function startWorker(
  queues: Queues,
  context: JobContext,
  { concurrency, onError }: WorkerOptions,
): Promise<Worker> {
  await keepHouse(queues, context);
  const handler = makeJobHandler(context);
  const desk = await queues.work(CONTROL_QUEUE, 1, handler, onError);
  const worker = await queues.work(MAIN_QUEUE, concurrency, handler, onError);
  const stop = context.walks.every(SWEEP_MS, async () => {
    try {
      await keepHouse(queues, context);
    } catch (error) {
      onError(error instanceof Error ? error : new TypeError("something that is no error was thrown"), "job");
    }
  });
  return {
    async close() {
      stop();
      await Promise.all([desk.close(), worker.close()]);
    },
  };
}

/** The rows of the schedules are the truth; the queue only wakes somebody at the right minute. */
async function keepHouse(queues: Queues, context: JobContext): Promise<void> {
  if (await context.runs.claimSweep(SWEPT_LATELY_MS)) await sweep(context);
  const { schedules } = await context.schedules.list();
  const usable = schedules.filter((schedule) => findScheduleProblem(schedule) === null);
  const repeatableJobs = usable.map(({ name, cron, timeZone }) => ({
    id: `schedule-${name}`,
    cron: plainCron(cron),
    timeZone,
  }));
  await queues.schedule(CONTROL_QUEUE, fireSchedulesJob.name, repeatableJobs);
}
