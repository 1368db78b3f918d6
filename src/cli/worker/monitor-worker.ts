import { sendHeartbeat } from "../../../jobs/enqueue.ts";
import { makeNotificationTarget } from "../../composition/make-notification-target.ts";
import type { App } from "../../composition/open-app.ts";
import type { JobRuntime } from "../../composition/open-job-runtime.ts";
import { countSpooled } from "../../composition/open-spool.ts";
import { hostName, processName } from "../../composition/process-name.ts";
import { monitorHealth } from "../../operations/health.ts";
import type { Log } from "../../operations/log.ts";
import type { Metrics } from "../../operations/metrics.ts";
import { serveMonitoring } from "../../operations/serve-monitoring.ts";
import { CONTROL_QUEUE, MAIN_QUEUE } from "../../runs/queue-names.ts";
import { sendNotifications } from "../../runs/send-reports.ts";

const CANARY_MS = 15_000;
const REPORTS_MS = 5_000;
const HEALTH_MS = 10_000;
/** A worker whose canary has not come through for so long takes no work, whatever its queue says of itself. */
const CANARY_FRESH_MS = 60_000;

export interface Watching {
  stop(): Promise<void>;
}

interface Watched {
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Sends canaries and reports, watches the process, and serves metrics where METRICS_PORT is set. */
export async function monitorWorker(
  app: App,
  runtime: JobRuntime,
  { metrics, log }: Watched,
): Promise<Watching> {
  const { workers } = app;
  const { every } = runtime.context.walks;
  const name = processName();
  const canary = async () => {
    await workers.sendHeartbeat(name, hostName());
    await sendHeartbeat(runtime.queues, name);
  };
  await canary();
  const { complaint, stop } = watchComplaints(every, log);
  const server = await serve(app, runtime, metrics, complaint);
  if (server !== null) log.info(`metrics on port ${server.port}`);
  const timers = [every(CANARY_MS, canary), every(REPORTS_MS, () => report(app, log))];
  return {
    async stop() {
      for (const end of timers) end();
      stop();
      // The last runs that ended are told of before the process goes.
      await report(app, log).catch(() => {});
      await server?.close();
      await workers.remove(name).catch(() => {});
    },
  };
}

/** What is wrong with this process, looked at now and then, and told once. */
function watchComplaints(every: JobRuntime["context"]["walks"]["every"], log: Log) {
  const health = monitorHealth();
  let current: string | null = null;
  const end = every(HEALTH_MS, async () => {
    const next = health.problem();
    if (next !== null && current === null) log.warn(next);
    current = next;
  });
  return {
    complaint: () => current,
    stop() {
      end();
      health.stop();
    },
  };
}

async function serve(app: App, { queues }: JobRuntime, metrics: Metrics, complaint: () => string | null) {
  const { config, workers } = app;
  if (config.metricsPort === null) return null;
  return serveMonitoring({
    port: config.metricsPort,
    host: config.metricsHost,
    metrics,
    sources: {
      stats: () => workers.stats(),
      jobCounts: () => queues.counts([CONTROL_QUEUE, MAIN_QUEUE]),
      spooled: () => countSpooled(config),
    },
    healthProblem: complaint,
    async whyNotReady() {
      try {
        const isFresh = await workers.isHeartbeatFresh(processName(), CANARY_FRESH_MS);
        return isFresh ? null : "no canary came through the queue within a minute";
      } catch {
        return "the database does not answer";
      }
    },
  });
}

/** Tells the webhook, where there is one, of runs that ended and nights that were missed. */
async function report({ config, reports, runs }: App, log: Log): Promise<void> {
  const receiver = makeNotificationTarget(config);
  if (receiver === null) return;
  const failed = await sendNotifications(reports, runs, receiver);
  if (failed > 0) log.warn(`${failed} reports were not taken by RUN_WEBHOOK_URL; they are sent again later`);
}
