import { startWorker, type WorkerOptions } from "../../../jobs/worker.ts";
import type { App } from "../../composition/open-app.ts";
import { type JobRuntime, openJobRuntime } from "../../composition/open-job-runtime.ts";
import { type Log, logPurchases } from "../../operations/log.ts";
import { makeMetrics } from "../../operations/metrics.ts";
import type { FiringResult, ScheduleFailureListener } from "../../runs/schedules/fire-due.ts";
import type { BuyingSignals } from "../../runs/walk/buy-page.ts";
import { combineObservers } from "../../runs/walk/purchase-observer.ts";
import { StoreUpgraded } from "../../values/errors.ts";
import { monitorWorker } from "./monitor-worker.ts";
import { schedulePurge } from "./schedule-purge.ts";

export interface OpenWorker {
  readonly runtime: JobRuntime;
  /** Is aborted with a StoreUpgraded once another version has upgraded the store. */
  readonly upgraded: AbortSignal;
  /** Takes no more jobs, waits for the pages in flight, and closes the queues. */
  close(): Promise<void>;
}

/** Starts to work on booked runs and schedules in this process. @param signals end the work; `close` waits for its end */
export async function openWorker(app: App, signals: BuyingSignals, log: Log): Promise<OpenWorker> {
  const { walkConcurrency: concurrency } = app.config;
  const metrics = makeMetrics();
  const runtime = await openJobRuntime(app, signals, {
    onFired: (night) => logNight(log, night),
    onScheduleFailed: reportFailedSchedules(log),
    watch: combineObservers(metrics.observer, logPurchases(log)),
  });
  const upgraded = new AbortController();
  const hear = hearErrors(log);
  try {
    const worker = await startWorker(runtime.queues, runtime.context, {
      concurrency,
      onError(error, where) {
        if (!upgraded.signal.aborted) hear(error, where);
        if (error instanceof StoreUpgraded) upgraded.abort(error);
      },
    });
    const watching = await monitorWorker(app, runtime, { metrics, log });
    const stopPurging = await schedulePurge(app, runtime, log);
    log.info(`worker ready, ${concurrency} walks side by side`);
    return {
      runtime,
      upgraded: upgraded.signal,
      async close() {
        try {
          await worker.close();
          await stopPurging();
          await watching.stop();
        } finally {
          await runtime.close();
        }
      },
    };
  } catch (error) {
    await runtime.close();
    throw error;
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
