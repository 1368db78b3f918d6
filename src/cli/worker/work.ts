import { assertMayBuy } from "../../composition/buying/assert-may-buy.ts";
import { openApp } from "../../composition/open-app.ts";
import { requireKey } from "../../composition/paid-api.ts";
import { readConfig } from "../../operations/config.ts";
import { connectionsForWalks } from "../../operations/count-connections.ts";
import { makeLog } from "../../operations/log.ts";
import { untilAborted } from "../../values/until-aborted.ts";
import type { ExitCode } from "../command/exit-code.ts";
import { listenForInterruption } from "../command/interruption.ts";
import { refuseUnlimitedWorker, type UnlimitedOptions } from "../runs/refuse-unlimited.ts";
import { openWorker } from "./open-worker.ts";
import { refuseSkewedClock } from "./refuse-skewed-clock.ts";

export interface WorkerCommandOptions extends UnlimitedOptions {
  readonly newStore?: boolean;
  readonly newAddress?: boolean;
}

/**
 * Works on booked runs and nights until SIGINT or SIGTERM. Then it buys nothing new and finishes the pages in flight, for
 * REQUEST_TIMEOUT_MS and 20 s at the most; what is in flight even then stays in suspense. Returns the exit code.
 */
export async function work(options: WorkerCommandOptions): Promise<ExitCode | null> {
  const config = readConfig();
  requireKey(config);
  refuseUnlimitedWorker(config, options);
  const log = makeLog(config.logLevel);
  const interruption = listenForInterruption((line) => log.info(line), config.requestTimeoutMs);
  const app = await openApp(
    config,
    connectionsForWalks(config, (line) => log.warn(line)),
  );
  try {
    await assertMayBuy(app, options);
    await refuseSkewedClock(app);
    const worker = await openWorker(app, interruption, log);
    try {
      await untilAborted(AbortSignal.any([interruption.stopping, worker.upgraded]));
    } finally {
      await worker.close();
    }
    worker.upgraded.throwIfAborted();
  } finally {
    await app.close();
    interruption.release();
  }
  log.info("worker stopped");
  return interruption.exitCode();
}
