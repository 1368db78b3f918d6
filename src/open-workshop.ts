import type { JobContext } from "../jobs/define-job.ts";
import { makeDoorbell, ringRun } from "../jobs/rings.ts";
import { drainSpool } from "./app/answer-spool.ts";
import type { BuyingSignals } from "./app/buy-page.ts";
import { composeQueues, composeWalks, type Office, readStoredCsv } from "./compose.ts";
import { calendar } from "./cron/calendar.ts";
import { MAIN_LANE } from "./domain/lane.ts";
import type { Queues } from "./queue/queues.ts";

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
  onFired: JobContext["onFired"] = () => {},
): Promise<Workshop> {
  const walks = await composeWalks(office);
  await drainSpool(walks.spool, walks.store, walks.search);
  const queues = await composeQueues(office);
  const context: JobContext = {
    walks: { ...walks, doorbell: makeDoorbell(queues) },
    runs: office.runs,
    schedules: office.schedules,
    calendar,
    signals,
    readSpecs: readStoredCsv,
    ringRun: (runId) => ringRun(queues, MAIN_LANE, runId),
    onFired,
  };
  return { context, queues, close: () => queues.close() };
}
