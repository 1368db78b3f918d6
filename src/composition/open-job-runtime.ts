import { setFlagsFromString } from "node:v8";
import type { JobContext } from "../../jobs/define-job.ts";
import { makeDoorbell, ringRun } from "../../jobs/enqueue.ts";
import { drainSpool } from "../runs/walk/answer-spool.ts";
import type { BuyingSignals } from "../runs/walk/buy-page.ts";
import { type BuyingWatch, UNWATCHED } from "../runs/walk/purchase-observer.ts";
import { composeQueues, composeWalks, type Office, readStoredCsv } from "./open-app.ts";
import { DESK_LANE } from "../runs/queue-names.ts";
import type { Queues } from "../queue/queues.ts";

/** Who hears what happens; nobody unless told. */
export interface WorkshopListeners {
  readonly onFired?: JobContext["onFired"];
  readonly watch?: BuyingWatch;
}

/** What a command needs to buy: everything that jobs work with, and the queues they come from. */
export interface Workshop {
  readonly context: JobContext;
  readonly queues: Queues;
  close(): Promise<void>;
}

/**
 * Opens the queues and the paid API over an open office; what was paid for and waits on the disk is stored first. @throws KeyMissing, UsageError, StoreUnavailable
 */
export async function openWorkshop(
  office: Office,
  signals: BuyingSignals,
  { onFired = () => {}, watch = UNWATCHED }: WorkshopListeners = {},
): Promise<Workshop> {
  // Pages live for a moment only; unless told, V8 lets what they leave behind grow to five times what is in use.
  setFlagsFromString("--heap-growing-percent=40");
  const walks = await composeWalks(office);
  await drainSpool(walks.spool, walks.store, walks.search);
  const queues = await composeQueues(office);
  const { calendar } = await import("../runs/schedules/cron.ts");
  const context: JobContext = {
    walks: { ...walks, watch, doorbell: makeDoorbell(queues) },
    runs: office.runs,
    schedules: office.schedules,
    calendar,
    workers: office.workers,
    ledger: office.ledger,
    signals,
    readSpecs: readStoredCsv,
    ringRun: (runId) => ringRun(queues, DESK_LANE, runId),
    onFired,
  };
  return { context, queues, close: () => queues.close() };
}
