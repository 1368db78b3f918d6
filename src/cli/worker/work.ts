import { assertMayBuy } from "../../composition/buying/assert-may-buy.ts";
import { type App, openApp } from "../../composition/open-app.ts";
import { requireKey } from "../../composition/paid-api.ts";
import { readConfig } from "../../operations/config.ts";
import { makeLog } from "../../operations/log.ts";
import { UsageError } from "../../values/errors.ts";
import type { ExitCode } from "../command/exit-code.ts";
import { listenForInterruption } from "../command/interruption.ts";
import { refuseUnlimitedWorker, type UnlimitedOptions } from "../runs/refuse-unlimited.ts";
import { openWorker } from "./open-worker.ts";

/** Leases, limits and nights go by the database's clock, log and metrics by this machine's: beyond this they mislead. */
const MOST_SKEW_MS = 60_000;

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
  const app = await openApp(config, { connections: config.walkConcurrency * 2 + 6 });
  try {
    await assertMayBuy(app, options);
    await refuseSkewedClock(app);
    const worker = await openWorker(app, interruption, log);
    try {
      await untilAborted(interruption.stopping);
    } finally {
      await worker.close();
    }
  } finally {
    await app.close();
    interruption.release();
  }
  log.info("worker stopped");
  return interruption.exitCode();
}

async function refuseSkewedClock({ workers }: App): Promise<void> {
  const skewMs = await workers.clockSkewMs();
  if (Math.abs(skewMs) <= MOST_SKEW_MS) return;
  const direction = skewMs > 0 ? "ahead of" : "behind";
  throw new UsageError(
    `this machine's clock is ${Math.round(Math.abs(skewMs) / 1000)} s ${direction} the database's: set one of them right`,
  );
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
