import { createPostgresBackend, type Job, Queue, type QueueOptions, Worker } from "bullmq";
import { Redis } from "ioredis";
import { StoreUnavailable, UsageError } from "../domain/errors.ts";
import { QUEUE_SCHEMA } from "../domain/queue-schema.ts";

interface PostgresPlace {
  readonly kind: "postgres";
  readonly url: string;
  /** Whether its tables are made and brought up to date, which only their owner can; true unless told. */
  readonly migrate?: boolean;
  /** The role that owns them, where it is not the user of the address. */
  readonly role?: string | null;
}

/** Where jobs wait: in a schema of its own in Postgres, or in Redis. */
export type QueuePlace = PostgresPlace | { readonly kind: "redis"; readonly url: string };

export interface QueuedJob {
  readonly name: string;
  readonly payload: unknown;
  /** Of two waiting jobs with one id the second is dropped. */
  readonly id: string;
  /** Milliseconds before it may start. */
  readonly delayMs: number;
}

/**
 * Hears what went wrong: in a job, which has ended by it, or with the queue itself, which recovers by itself and at the
 * worst loses a ring.
 */
export type ErrorListener = (error: Error, where: "job" | "queue") => void;

/** Does one job; what it throws is told to the listener and ends the job. */
export type JobHandler = (name: string, payload: unknown) => Promise<void>;

/** A time at which a job is wanted again and again. */
export interface Alarm {
  readonly id: string;
  readonly cron: string;
  readonly timeZone: string;
}

export interface QueueWorker {
  /** Takes no more jobs and waits for those at work. */
  close(): Promise<void>;
}

/** The queues of one process, one per lane. Jobs may be lost or doubled: Postgres knows what is to be done. */
export interface Queues {
  add(lane: string, job: QueuedJob): Promise<void>;
  /** Has a job of that name put into the lane at these times and no others, once for all workers together. */
  schedule(lane: string, name: string, alarms: readonly Alarm[]): Promise<void>;
  work(lane: string, concurrency: number, handler: JobHandler, onError: ErrorListener): Promise<QueueWorker>;
  /** Jobs of these lanes by state. */
  counts(lanes: readonly string[]): Promise<Readonly<Record<string, number>>>;
  /** Removes a lane with all that waits in it. */
  drop(lane: string): Promise<void>;
  close(): Promise<void>;
}

/** Jobs are rings: whoever missed one finds out from Postgres, so none is worth keeping. */
const KEEP_NOTHING = { removeOnComplete: true, removeOnFail: true };

/** Opens the queues. @throws StoreUnavailable, UsageError where the server is not set up for a queue */
export async function openQueues(place: QueuePlace): Promise<Queues> {
  if (place.kind === "redis") await refuseEviction(place.url);
  const queues = new Map<string, Promise<Queue>>();
  const queueOf = (lane: string): Promise<Queue> => {
    const known = queues.get(lane) ?? openQueue(place, lane);
    queues.set(lane, known);
    return known;
  };
  return {
    async add(lane, { name, payload, id, delayMs }) {
      const queue = await queueOf(lane);
      await queue.add(name, payload, { jobId: id, delay: delayMs, ...KEEP_NOTHING });
    },
    schedule: async (lane, name, alarms) => setAlarms(await queueOf(lane), name, alarms),
    async work(lane, concurrency, handler, onError) {
      await queueOf(lane);
      return startWorker(place, lane, concurrency, handler, onError);
    },
    async counts(lanes) {
      const counted = await Promise.all(lanes.map(async (lane) => (await queueOf(lane)).getJobCounts()));
      const sums: Record<string, number> = {};
      for (const [state, count] of counted.flatMap((counts) => Object.entries(counts)))
        sums[state] = (sums[state] ?? 0) + count;
      return sums;
    },
    async drop(lane) {
      const queue = await queueOf(lane);
      queues.delete(lane);
      await queue.obliterate({ force: true });
      await queue.close();
    },
    async close() {
      await Promise.all([...queues.values()].map(async (queue) => (await queue).close()));
    },
  };
}

function nameOf(lane: string): string {
  return `sourcing-${lane}`;
}

function connectionOf(place: QueuePlace): QueueOptions["connection"] {
  // A worker's blocking connection must wait for ever for Redis to come back (BullMQ requires null).
  return place.kind === "redis" ? { url: place.url, maxRetriesPerRequest: null } : {};
}

async function openQueue(place: QueuePlace, lane: string): Promise<Queue> {
  const queue =
    place.kind === "redis"
      ? new Queue(nameOf(lane), { connection: connectionOf(place) })
      : new Queue(nameOf(lane), { connection: postgresConnection(place) }, createPostgresBackend);
  queue.on("error", () => {});
  // A Postgres worker made before the queue's schema is there spins for ever.
  await queue.waitUntilReady();
  return queue as Queue;
}

function postgresConnection({ url, migrate = true, role = null }: PostgresPlace) {
  return {
    connectionString: url,
    schema: QUEUE_SCHEMA,
    migrate,
    application_name: "sourcing queue",
    // The server splits it at blanks.
    ...(role === null ? {} : { options: `-c role=${role.replace(/[\\\s]/g, "\\$&")}` }),
  };
}

async function startWorker(
  place: QueuePlace,
  lane: string,
  concurrency: number,
  handler: JobHandler,
  onError: ErrorListener,
): Promise<QueueWorker> {
  const process = async (job: Job): Promise<void> => {
    try {
      await handler(job.name, job.data);
    } catch (error) {
      onError(error instanceof Error ? error : new Error("something that is no error was thrown"), "job");
    }
  };
  const worker =
    place.kind === "redis"
      ? new Worker(nameOf(lane), process, { connection: connectionOf(place), concurrency })
      : new Worker(
          nameOf(lane),
          process,
          { connection: postgresConnection(place), concurrency },
          createPostgresBackend,
        );
  worker.on("error", (error) => onError(error, "queue"));
  await worker.waitUntilReady();
  return { close: () => worker.close() };
}

/** Leaves what is right as it is: setting an alarm again counts as new to the queue. */
async function setAlarms(queue: Queue, name: string, alarms: readonly Alarm[]): Promise<void> {
  const known = (await queue.getJobSchedulers()).filter((scheduler) => scheduler.name === name);
  const isSame = (alarm: Alarm, { key, pattern, tz }: (typeof known)[number]) =>
    key === alarm.id && pattern === alarm.cron && tz === alarm.timeZone;
  for (const { key } of known) {
    if (!alarms.some(({ id }) => id === key)) await queue.removeJobScheduler(key);
  }
  for (const alarm of alarms) {
    if (known.some((scheduler) => isSame(alarm, scheduler))) continue;
    const { id, cron: pattern, timeZone: tz } = alarm;
    await queue.upsertJobScheduler(id, { pattern, tz }, { name, data: {}, opts: KEEP_NOTHING });
  }
}

/** A Redis that may drop keys when memory is short would drop jobs. */
async function refuseEviction(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null });
  redis.on("error", () => {});
  try {
    await redis.connect();
    const policy = /maxmemory_policy:(\S+)/.exec(await redis.info("memory"))?.[1];
    if (policy !== undefined && policy !== "noeviction") {
      throw new UsageError(
        `Redis has maxmemory-policy ${policy}, which loses jobs: set maxmemory-policy noeviction`,
      );
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new StoreUnavailable("Redis cannot be reached: check REDIS_URL and that the server runs");
  } finally {
    redis.disconnect();
  }
}
