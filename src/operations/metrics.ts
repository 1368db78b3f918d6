import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { StoreStats } from "../runs/store/read-stats.ts";
import type { PurchaseObserver } from "../runs/walk/purchase-observer.ts";

/** What every scrape reads. */
export interface MetricSources {
  /** @throws StoreUnavailable */
  stats(): Promise<StoreStats>;
  /** Jobs in the queues by state. */
  jobCounts(): Promise<Readonly<Record<string, number>>>;
  /** The number of paid answers that wait on the disk. */
  spooled(): Promise<number>;
}

export interface Metrics {
  /** Counts the calls, retries and walks of this process. */
  readonly observer: PurchaseObserver;
  readonly contentType: string;
  /** Renders the text format of Prometheus. Never throws: `sourcing_database_up` says that the database is away. */
  render(sources: MetricSources): Promise<string>;
}

/**
 * Makes the metrics of one worker. State is read from the database at each scrape, so it survives restarts and all workers
 * report the same; events are counted per process. Names of schedules are the only names among the labels.
 */
export function makeMetrics(): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const gauges = makeGauges(register);
  const queued = new Gauge({
    name: "sourcing_queue_jobs",
    help: "Jobs in the queues, by state",
    labelNames: ["state"],
    registers: [register],
  });
  return {
    observer: makeObserver(register),
    contentType: register.contentType,
    async render(sources) {
      const stats = await sources.stats().catch(() => null);
      gauges.up.set(stats === null ? 0 : 1);
      if (stats !== null) setGauges(gauges, stats);
      const counts = await sources.jobCounts().catch(() => ({}));
      for (const [state, count] of Object.entries(counts)) queued.set({ state }, count);
      gauges.spooled.set(await sources.spooled().catch(() => 0));
      return register.metrics();
    },
  };
}

function makeObserver(register: Registry): PurchaseObserver {
  const registers = [register];
  const calls = new Counter({
    name: "sourcing_calls_total",
    help: "Paid calls that this process made, by outcome",
    labelNames: ["outcome"],
    registers,
  });
  const seconds = new Histogram({
    name: "sourcing_call_duration_seconds",
    help: "Seconds from sending a paid call to its answer",
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    registers,
  });
  const retries = new Counter({
    name: "sourcing_retries_total",
    help: "Attempts made again, by the reason",
    labelNames: ["reason"],
    registers,
  });
  const walks = new Counter({
    name: "sourcing_walks_ended_total",
    help: "Walks that this process ended, by stop reason",
    labelNames: ["reason"],
    registers,
  });
  return {
    callEnded({ outcome, ms }) {
      calls.inc({ outcome });
      seconds.observe(ms / 1000);
    },
    retried: (reason) => retries.inc({ reason }),
    walkEnded: ({ reason }) => walks.inc({ reason }),
  };
}

type Gauges = ReturnType<typeof makeGauges>;

function makeGauges(register: Registry) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name: `sourcing_${name}`, help, labelNames: [...labelNames], registers: [register] });
  return {
    up: gauge("database_up", "Whether the database answered"),
    credits: gauge("credits", "Credits by account", ["account"]),
    balance: gauge("balance_credits", "Credits left by the newest answer"),
    balanceAt: gauge("balance_timestamp_seconds", "When that answer came"),
    refused: gauge("keys_refused", "API keys that are refused until a person sees to it"),
    empty: gauge("keys_empty", "API keys whose workspace has no credits left"),
    held: gauge("held", "Whether a person stopped all spending"),
    profiles: gauge("profiles", "Profiles received, by outcome", ["outcome"]),
    runs: gauge("runs", "Runs by status", ["status"]),
    lastSuccess: gauge("schedule_last_success_timestamp_seconds", "When a run of the schedule last ended", [
      "schedule",
    ]),
    workers: gauge("workers", "Workers that have shown life within a minute"),
    spooled: gauge("spooled_answers", "Paid answers that wait on this machine's disk for the database"),
  };
}

function setGauges(gauges: Gauges, stats: StoreStats): void {
  gauges.credits.set({ account: "spent" }, stats.creditsSpent);
  gauges.credits.set({ account: "suspense" }, stats.creditsInSuspense);
  gauges.credits.set({ account: "reserved" }, stats.creditsReserved);
  if (stats.balance !== null) gauges.balance.set(stats.balance);
  if (stats.balanceAt !== null) gauges.balanceAt.set(stats.balanceAt.getTime() / 1000);
  gauges.refused.set(stats.keysRefused);
  gauges.empty.set(stats.keysEmpty);
  gauges.held.set(stats.held ? 1 : 0);
  for (const [outcome, count] of Object.entries(stats.profiles)) gauges.profiles.set({ outcome }, count);
  gauges.runs.reset();
  for (const [status, count] of Object.entries(stats.runs)) gauges.runs.set({ status }, count);
  gauges.lastSuccess.reset();
  for (const { name, lastSuccessAt } of stats.schedules)
    gauges.lastSuccess.set({ schedule: name }, (lastSuccessAt?.getTime() ?? 0) / 1000);
  gauges.workers.set(stats.workers);
}
