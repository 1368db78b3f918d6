import { startWorker, type WorkerOptions } from "../../../jobs/worker.ts";
import { assertNotEmptyStore } from "../../composition/assert-not-empty-store.ts";
import { assertSameAddress } from "../../composition/assert-same-address.ts";
import { assertStoreNotMoved } from "../../composition/assert-store-not-moved.ts";
import { assertZoneKnown } from "../../composition/assert-zone-known.ts";
import { type App, openApp } from "../../composition/open-app.ts";
import { openJobRuntime } from "../../composition/open-job-runtime.ts";
import { requireKey } from "../../composition/paid-api.ts";
import { requireKeptWrites } from "../../composition/store-address.ts";
import { readConfig } from "../../operations/config.ts";
import { type Log, logPurchases, makeLog } from "../../operations/log.ts";
import { makeMetrics } from "../../operations/metrics.ts";
import type { FiringResult, ScheduleFailureListener } from "../../runs/schedules/fire-due.ts";
import { combineObservers } from "../../runs/walk/purchase-observer.ts";
import { UsageError } from "../../values/errors.ts";
import type { ExitCode } from "../command/exit-code.ts";
import { type Interruption, listenForInterruption } from "../command/interruption.ts";
import { refuseUnlimitedWorker, type UnlimitedOptions } from "../runs/refuse-unlimited.ts";
import { monitorWorker } from "./monitor-worker.ts";
import { schedulePurge } from "./schedule-purge.ts";

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
    await requireKeptWrites(app.store);
    await assertStoreNotMoved(app);
    if (options.newStore !== true) await assertNotEmptyStore(app);
    await assertSameAddress(app, options);
    await assertZoneKnown(app);
    await refuseSkewedClock(app);
    await workIn(app, interruption, log);
  } finally {
    await app.close();
    interruption.release();
  }
  log.info("worker stopped");
  return interruption.exitCode();
}

async function workIn(app: App, interruption: Interruption, log: Log): Promise<void> {
  const { walkConcurrency: concurrency } = app.config;
  const metrics = makeMetrics();
  const runtime = await openJobRuntime(app, interruption, {
    onFired: (night) => logNight(log, night),
    onScheduleFailed: reportFailedSchedules(log),
    watch: combineObservers(metrics.observer, logPurchases(log)),
  });
  try {
    const worker = await startWorker(runtime.queues, runtime.context, {
      concurrency,
      onError: hearErrors(log),
    });
    const watching = await monitorWorker(app, runtime, { metrics, log });
    const stopPurging = await schedulePurge(app, runtime, log);
    log.info(`worker ready, ${concurrency} walks side by side`);
    await untilAborted(interruption.stopping);
    await worker.close();
    await stopPurging();
    await watching.stop();
  } finally {
    await runtime.close();
  }
}

/** A queue that is away fails every second and in several places, which is told once a minute. */
function hearErrors(log: Log): WorkerOptions["onError"] {
  let quietUntil = 0;
  return (error, where) => {
    if (where === "job") return log.failure(error);
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + 60_000;
    log.warn("the queue cannot be used well; it is tried again");
  };
}

/** Every sweep tries a schedule that fails, and an hour passes between two lines about the same one. */
function reportFailedSchedules(log: Log): ScheduleFailureListener {
  const quietUntil = new Map<string, number>();
  return (schedule, error) => {
    if (performance.now() < (quietUntil.get(schedule) ?? 0)) return;
    quietUntil.set(schedule, performance.now() + 3_600_000);
    const words = `schedule ${schedule} cannot be fired; every sweep tries it again, and the other schedules run`;
    log.warn(words, { schedule, reason: error.name });
  };
}

function logNight(log: Log, { schedule, runId: run, carriedOn, isLate, triggerKey }: FiringResult): void {
  const what = carriedOn ? "carries on with" : "starts";
  const words = `schedule ${schedule} ${what} run ${run} for ${triggerKey}`;
  if (isLate) log.warn(`${words}, which nobody was there to fire in time`, { schedule, run });
  else log.info(words, { schedule, run });
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
