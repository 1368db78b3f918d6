import { ringCanary } from "../../../jobs/enqueue.ts";
import { sendReports } from "../../runs/send-reports.ts";
import { composeReceiver, countSpooled, hostName, type Office, processName } from "../../composition/open-app.ts";
import { DESK_LANE, MAIN_LANE } from "../../runs/queue-names.ts";
import type { Log } from "../../operations/log.ts";
import type { Workshop } from "../../composition/open-job-runtime.ts";
import { watchHealth } from "../../operations/health.ts";
import type { Metrics } from "../../operations/metrics.ts";
import { serveWatch } from "../../operations/serve-monitoring.ts";

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
export async function watchWorker(
  office: Office,
  workshop: Workshop,
  { metrics, log }: Watched,
): Promise<Watching> {
  const { workers } = office;
  const { every } = workshop.context.walks;
  const name = processName();
  const canary = async () => {
    await workers.ringCanary(name, hostName());
    await ringCanary(workshop.queues, name);
  };
  await canary();
  const { complaint, stop } = watchComplaints(every, log);
  const server = await serve(office, workshop, metrics, complaint);
  if (server !== null) log.info(`metrics on port ${server.port}`);
  const timers = [every(CANARY_MS, canary), every(REPORTS_MS, () => report(office, log))];
  return {
    async stop() {
      for (const end of timers) end();
      stop();
      // The last runs that ended are told of before the process goes.
      await report(office, log).catch(() => {});
      await server?.close();
      await workers.remove(name).catch(() => {});
    },
  };
}

/** What is wrong with this process, looked at now and then, and told once. */
function watchComplaints(every: Workshop["context"]["walks"]["every"], log: Log) {
  const health = watchHealth();
  let current: string | null = null;
  const end = every(HEALTH_MS, async () => {
    const next = health.complaint();
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

async function serve(office: Office, { queues }: Workshop, metrics: Metrics, complaint: () => string | null) {
  const { config, workers } = office;
  if (config.metricsPort === null) return null;
  return serveWatch({
    port: config.metricsPort,
    host: config.metricsHost,
    metrics,
    sources: {
      figures: () => workers.figures(),
      jobCounts: () => queues.counts([DESK_LANE, MAIN_LANE]),
      spooled: () => countSpooled(config),
    },
    complaint,
    async whyNotReady() {
      try {
        const isFresh = await workers.isCanaryFresh(processName(), CANARY_FRESH_MS);
        return isFresh ? null : "no canary came through the queue within a minute";
      } catch {
        return "the database does not answer";
      }
    },
  });
}

/** Tells the webhook, where there is one, of runs that ended and nights that were missed. */
async function report({ config, reports, runs }: Office, log: Log): Promise<void> {
  const receiver = composeReceiver(config);
  if (receiver === null) return;
  const failed = await sendReports(reports, runs, receiver);
  if (failed > 0) log.warn(`${failed} reports were not taken by RUN_WEBHOOK_URL; they are sent again later`);
}
