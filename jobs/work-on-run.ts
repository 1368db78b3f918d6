import type { Queues } from "../src/queue/queues.ts";
import { queueOfRun } from "../src/runs/queue-names.ts";
import type { RunReport } from "../src/runs/run-report.ts";
import { StoreUnavailable, StoreWentBack } from "../src/values/errors.ts";
import type { JobContext } from "./define-job.ts";
import { enqueueRun } from "./enqueue.ts";
import { makeJobHandler } from "./registry.ts";
import { makeTakenWalks, type TakenWalks } from "./take-over-walks.ts";

export interface WorkOnRunOptions {
  /** Walks that buy at the same time. */
  readonly concurrency: number;
  /** Is called several times a second with the state of the run. */
  onReport(report: RunReport): void;
  /** Is called with each failed read while the database is away. */
  onOutage?(error: StoreUnavailable): void;
}

/** Often enough for progress to look alive. */
const LOOK_MS = 250;
/** Milliseconds between two renewals of the run's lease, with a search for walks that no process works on. */
const HOUSEKEEPING_MS = 5_000;

/**
 * Works on one run, on a queue of its own, until the run has ended or `context.signals.stopping` fires; then it finishes the
 * pages in flight and leaves the run interrupted. Returns the report of the run.
 * @throws whatever went wrong other than a database that is away for a while
 */
export async function workOnRun(
  queues: Queues,
  context: JobContext,
  runId: number,
  { concurrency, onReport, onOutage = () => {} }: WorkOnRunOptions,
): Promise<RunReport> {
  const queueName = queueOfRun(runId);
  const failures: Error[] = [];
  const { walks } = context;
  const taken = makeTakenWalks(walks.walkQueue, queueName, walks.now);
  const handler = makeJobHandler({ ...context, walks: { ...walks, walkQueue: taken.walkQueue } });
  const worker = await queues.work(queueName, concurrency, handler, (error, where) => {
    // Jobs that the queue loses are added again by `maintainRun`.
    if (where === "job" && !(error instanceof StoreUnavailable)) failures.push(error);
  });
  try {
    await watch(context, runId, {
      onReport,
      onOutage,
      hasFailed: () => failures.length > 0,
      enqueueRun: () => enqueueRun(queues, queueName, runId),
      taken,
    });
  } finally {
    await worker.close();
    // A queue that is left over does no harm: its run has ended, and its jobs find nothing to do.
    await queues.drop(queueName).catch(() => {});
  }
  const [failure] = failures;
  const ended = hasEnded(await readReport(context, runId));
  if (!ended) await context.runs.interruptRun(runId);
  if (failure !== undefined) throw failure;
  const report = await readReport(context, runId);
  onReport(report);
  return report;
}

interface Watch {
  readonly onReport: WorkOnRunOptions["onReport"];
  onOutage(error: StoreUnavailable): void;
  hasFailed(): boolean;
  /** Enqueues the job that starts the run. */
  enqueueRun(): Promise<void>;
  readonly taken: TakenWalks;
}

async function watch(
  context: JobContext,
  runId: number,
  { onReport, onOutage, hasFailed, enqueueRun, taken }: Watch,
): Promise<void> {
  const { now, sleep } = context.walks;
  const { stopping } = context.signals;
  let cleanAt = now();
  while (!stopping.aborted && !hasFailed()) {
    try {
      const report = await readReport(context, runId);
      onReport(report);
      if (hasEnded(report)) return;
      if (now() >= cleanAt) {
        cleanAt = now() + HOUSEKEEPING_MS;
        await maintainRun(context, runId, taken);
        if (report.status === "planned") await enqueueRun();
      }
    } catch (error) {
      // A database or a queue that restarts is back soon; what was to be done meanwhile is done at the next look.
      if (!(error instanceof StoreUnavailable) || error instanceof StoreWentBack) throw error;
      onOutage(error);
    }
    await sleep(LOOK_MS, stopping);
  }
}

/**
 * Shows that the command is alive, and adds jobs for the walks that no process works on: those of the run, also where it was
 * handed to the workers while this process was frozen, and those of other runs for which it waits.
 */
async function maintainRun({ runs }: JobContext, runId: number, taken: TakenWalks): Promise<void> {
  await runs.renewRunLease(runId);
  await runs.reassignAbandonedRuns();
  await taken.take(await runs.unleasedWalks(runId));
  await taken.takeAbandoned(await runs.blockingWalks(runId));
}

function hasEnded({ status }: RunReport): boolean {
  return status === "done" || status === "cancelled";
}

async function readReport({ runs }: JobContext, runId: number): Promise<RunReport> {
  const report = await runs.report(runId);
  if (report === null) throw new StoreWentBack(`run ${runId}`);
  return report;
}
