import { createPostgresBackend, type Job, Queue, Worker } from "bullmq";
import { StoreUnavailable } from "../values/errors.ts";
import { makeMoment } from "../values/deferred.ts";
import {
  PATIENCE_MS,
  postgresConnection,
  type QueuePlace,
  RETRY_MS,
  redisForSending,
  redisForTaking,
  refuseEviction,
} from "./queue-backend.ts";

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

/**
 * Does one job; what it throws is told to the listener and ends the job.
 * @param giveWay lets the next job begin while this one comes to its end
 */
export type JobHandler = (name: string, payload: unknown, giveWay: () => void) => Promise<void>;

/** A time at which a job is wanted again and again. */
export interface Alarm {
  readonly id: string;
  readonly cron: string;
  readonly timeZone: string;
}

export interface QueueWorker {
  /** Takes no more jobs and waits for those at work, but not for a queue that is away. */
  close(): Promise<void>;
}

/**
 * The queues of one process, one per lane. Jobs may be lost or doubled: Postgres knows what is to be done. While the queue
 * is away everything but closing throws StoreUnavailable, within seconds.
 */
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

const AWAY = "the queue does not answer";
/** Jobs are rings: whoever missed one finds out from Postgres, so none is worth keeping. */
const KEEP_NOTHING = { removeOnComplete: true, removeOnFail: true };

/** Opens the queues. @throws StoreUnavailable, UsageError where the server is not set up for a queue */
export async function openQueues(place: QueuePlace): Promise<Queues> {
  if (place.kind === "redis") await refuseEviction(place.url);
  const queues = new Map<string, Promise<Queue>>();
  let isClosing = false;
  const queueOf = (lane: string): Promise<Queue> => {
    const known = queues.get(lane);
    if (known !== undefined) return known;
    const opening = openQueue(place, lane, () => isClosing);
    queues.set(lane, opening);
    opening.catch(() => queues.delete(lane));
    return opening;
  };
  const use = <Result>(lane: string, work: (queue: Queue) => Promise<Result>): Promise<Result> =>
    reach(async () => work(await queueOf(lane)));
  return {
    async add(lane, { name, payload, id, delayMs }) {
      await use(lane, (queue) => queue.add(name, payload, { jobId: id, delay: delayMs, ...KEEP_NOTHING }));
    },
    schedule: (lane, name, alarms) => use(lane, (queue) => setAlarms(queue, name, alarms)),
    work: (lane, concurrency, handler, onError) =>
      use(lane, () => startWorker(place, lane, concurrency, handler, onError)),
    async counts(lanes) {
      const counted = await Promise.all(lanes.map((lane) => use(lane, (queue) => queue.getJobCounts())));
      const sums: Record<string, number> = {};
      for (const [state, count] of counted.flatMap((counts) => Object.entries(counts)))
        sums[state] = (sums[state] ?? 0) + count;
      return sums;
    },
    drop: (lane) =>
      use(lane, async (queue) => {
        queues.delete(lane);
        try {
          await queue.obliterate({ force: true });
        } finally {
          await shut(queue);
        }
      }),
    async close() {
      isClosing = true;
      await Promise.all([...queues.values()].map(async (queue) => shut(await queue)));
    },
  };
}

/** What BullMQ holds to a server. */
type Line = Pick<Queue, "close" | "disconnect" | "waitUntilReady">;

/** The words of the driver can hold what a job held. */
async function reach<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    throw new StoreUnavailable(AWAY);
  }
}

/** Closes what may be cut off from its server: then it is let go of, and nobody waits for what the server would say. */
async function shut(line: Line): Promise<void> {
  if (!(await succeeds(line.close()))) line.disconnect().catch(() => {});
}

/** False where it fails, or takes too long. */
async function succeeds(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, false);
  });
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}

function nameOf(lane: string): string {
  return `sourcing-${lane}`;
}

async function openQueue(place: QueuePlace, lane: string, isClosing: () => boolean): Promise<Queue> {
  const queue =
    place.kind === "redis"
      ? new Queue(nameOf(lane), { connection: redisForSending(place.url, isClosing) })
      : new Queue(nameOf(lane), { connection: postgresConnection(place) }, createPostgresBackend);
  queue.on("error", () => {});
  // A Postgres worker made before the queue's schema is there spins for ever.
  await readyOrShut(queue);
  return queue as Queue;
}

async function readyOrShut(line: Line): Promise<void> {
  if (await succeeds(line.waitUntilReady())) return;
  await shut(line);
  throw new StoreUnavailable(AWAY);
}

async function startWorker(
  place: QueuePlace,
  lane: string,
  concurrency: number,
  handler: JobHandler,
  onError: ErrorListener,
): Promise<QueueWorker> {
  let isClosing = false;
  const atWork = new Set<Promise<void>>();
  const process = async (job: Job): Promise<void> => {
    if (isClosing) return;
    const way = makeMoment();
    const work = handler(job.name, job.data, way.come)
      .catch((error: unknown) => {
        onError(error instanceof Error ? error : new Error("something that is no error was thrown"), "job");
      })
      .finally(() => atWork.delete(work));
    atWork.add(work);
    await Promise.race([work, way.moment]);
  };
  const options = { concurrency, runRetryDelay: RETRY_MS };
  const worker =
    place.kind === "redis"
      ? new Worker(nameOf(lane), process, {
          ...options,
          connection: redisForTaking(place.url, () => isClosing),
        })
      : new Worker(
          nameOf(lane),
          process,
          { ...options, connection: postgresConnection(place) },
          createPostgresBackend,
        );
  worker.on("error", (error) => onError(error, "queue"));
  await readyOrShut(worker);
  return {
    async close() {
      isClosing = true;
      // Resolves once the server has heard of the last job, which may be never; so the jobs themselves are waited for.
      worker.close().catch(() => {});
      await Promise.all(atWork);
      await shut(worker);
    },
  };
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
