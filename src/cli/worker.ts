import { startWorker } from "../../jobs/worker.ts";
import { openOffice, requireKey } from "../compose.ts";
import { readConfig } from "../config.ts";
import { makeLog } from "../log.ts";
import { openWorkshop } from "../open-workshop.ts";
import { refuseForgottenStore } from "../refuse-forgotten-store.ts";
import { listenForInterruption } from "./interruption.ts";

/** Added to the time that a page in flight may take: it is stored, and the lease given back. */
const AFTER_LAST_ANSWER_MS = 20_000;

export interface WorkerCommandOptions {
  readonly newStore?: boolean;
}

/**
 * Works on booked runs and nights until SIGINT or SIGTERM. Then it buys nothing new and finishes the pages in flight, for
 * REQUEST_TIMEOUT_MS and 20 s at the most; what is in flight even then stays in suspense. Gives the exit code.
 */
export async function work(options: WorkerCommandOptions): Promise<number> {
  const config = readConfig();
  requireKey(config);
  const log = makeLog(config.logLevel);
  const interruption = listenForInterruption((line) => log.info(line));
  const office = await openOffice(config, { connections: config.walkConcurrency * 2 + 6 });
  try {
    if (options.newStore !== true) await refuseForgottenStore(office);
    const workshop = await openWorkshop(office, interruption, (night) => {
      const { schedule, runId, carriedOn, isLate, triggerKey } = night;
      const what = carriedOn ? "carries on with" : "starts";
      log.info(`schedule ${schedule} ${what} run ${runId} for ${triggerKey}${isLate ? ", late" : ""}`);
    });
    try {
      const { walkConcurrency: concurrency } = config;
      const graceMs = config.requestTimeoutMs + AFTER_LAST_ANSWER_MS;
      const worker = await startWorker(workshop.queues, workshop.context, {
        concurrency,
        onError: log.failure,
      });
      log.info(`worker ready, ${concurrency} walks side by side`);
      await untilAborted(interruption.stopping);
      const stopWaiting = interruption.abortAfter(graceMs);
      await worker.close();
      stopWaiting();
    } finally {
      await workshop.close();
    }
  } finally {
    await office.close();
    interruption.release();
  }
  log.info("worker stopped");
  return interruption.exitCode() ?? 0;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
