import { startWorker } from "../../jobs/worker.ts";
import { openOffice, requireKey } from "../compose.ts";
import { readConfig } from "../config.ts";
import { makeLog } from "../log.ts";
import { openWorkshop } from "../open-workshop.ts";
import { refuseForgottenStore } from "../refuse-forgotten-store.ts";
import { listenForInterruption } from "./interruption.ts";

export interface WorkerCommandOptions {
  readonly newStore?: boolean;
}

/** Works on booked runs until SIGINT or SIGTERM; finishes the pages in flight first. Gives the exit code. */
export async function work(options: WorkerCommandOptions): Promise<number> {
  const config = readConfig();
  requireKey(config);
  const log = makeLog(config.logLevel);
  const interruption = listenForInterruption((line) => log.info(line));
  const office = await openOffice(config, { connections: config.walkConcurrency * 2 + 6 });
  try {
    if (options.newStore !== true) await refuseForgottenStore(office);
    const workshop = await openWorkshop(office, interruption);
    try {
      const { walkConcurrency: concurrency } = config;
      const worker = await startWorker(workshop.queues, workshop.context, {
        concurrency,
        onError: log.failure,
      });
      log.info(`worker ready, ${concurrency} walks side by side`);
      await untilAborted(interruption.stopping);
      await worker.close();
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
