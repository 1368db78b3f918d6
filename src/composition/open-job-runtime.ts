import { setFlagsFromString } from "node:v8";
import type { JobContext } from "../../jobs/define-job.ts";
import { enqueueRun, makeWalkQueue } from "../../jobs/enqueue.ts";
import { refreshSearch } from "../people/store/refresh-search.ts";
import type { Queues } from "../queue/queues.ts";
import { CONTROL_QUEUE } from "../runs/queue-names.ts";
import { drainAndTell } from "../runs/walk/answer-spool.ts";
import type { BuyingSignals } from "../runs/walk/buy-page.ts";
import { NO_OBSERVER, type PurchaseObserver } from "../runs/walk/purchase-observer.ts";
import { readSpecs } from "../specs/sheets/read-specs.ts";
import { makeWalkDeps } from "./make-walk-deps.ts";
import type { App } from "./open-app.ts";
import { openConfiguredQueues } from "./open-configured-queues.ts";

/** Some thousands of people. */
const BATCHES_A_SWEEP = 20;

/** Callbacks for what the jobs of this process do; default: none. */
export interface JobRuntimeListeners {
  readonly onFired?: JobContext["onFired"];
  readonly onScheduleFailed?: JobContext["onScheduleFailed"];
  readonly watch?: PurchaseObserver;
}

/** What a command needs to buy: the context of its jobs and the queues they come from. */
export interface JobRuntime {
  readonly context: JobContext;
  readonly queues: Queues;
  close(): Promise<void>;
}

/**
 * Opens the queues and the paid API. Paid answers that wait on this machine's disk are stored first.
 * @throws KeyMissing, UsageError, StoreUnavailable
 */
export async function openJobRuntime(
  app: App,
  signals: BuyingSignals,
  { onFired = () => {}, onScheduleFailed = () => {}, watch = NO_OBSERVER }: JobRuntimeListeners = {},
): Promise<JobRuntime> {
  // Pages are garbage after a short time. By default, V8 lets garbage grow to five times the memory in use.
  setFlagsFromString("--heap-growing-percent=40");
  const walks = await makeWalkDeps(app);
  await drainAndTell({ ...walks, observer: watch });
  const queues = await openConfiguredQueues(app);
  const { cron } = await import("../runs/schedules/cron.ts");
  const context: JobContext = {
    walks: { ...walks, observer: watch, walkQueue: makeWalkQueue(queues) },
    runs: app.runs,
    schedules: app.schedules,
    cron,
    workers: app.workers,
    ledger: app.ledger,
    refreshSearch: () => refreshSearch(app.store.db, { batches: BATCHES_A_SWEEP }),
    signals,
    readSpecs: (csv) => readSpecs(Buffer.from(csv, "utf8")).specs.map(({ spec }) => spec),
    enqueueRun: (runId) => enqueueRun(queues, CONTROL_QUEUE, runId),
    onFired,
    onScheduleFailed,
  };
  return { context, queues, close: () => queues.close().finally(() => walks.spool.close()) };
}
