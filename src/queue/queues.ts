import { createPostgresBackend, type Job, Queue, Worker } from "bullmq";
import { makeDeferred } from "../values/deferred.ts";
import { StoreUnavailable } from "../values/errors.ts";
import {
  assertNoEviction,
  postgresConnection,
  type QueueBackend,
  RETRY_MS,
  redisForProducer,
  redisForWorker,
  TIMEOUT_MS,
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
export type JobHandler = (name: string, payload: unknown, releaseSlot: () => void) => Promise<void>;

/** A time at which a job is wanted again and again. */
export interface RepeatableJob {
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
  add(queueName: string, job: QueuedJob): Promise<void>;
  /** Has a job of that name put into the lane at these times and no others, once for all workers together. */
  schedule(queueName: string, name: string, repeatableJobs: readonly RepeatableJob[]): Promise<void>;
  work(
    queueName: string,
    concurrency: number,
    handler: JobHandler,
    onError: ErrorListener,
  ): Promise<QueueWorker>;
  /** Jobs of these lanes by state. */
  counts(queueNames: readonly string[]): Promise<Readonly<Record<string, number>>>;
  /** Removes a lane with all that waits in it. */
  drop(queueName: string): Promise<void>;
  close(): Promise<void>;
}

const AWAY = "the queue does not answer";
/** Jobs are rings: whoever missed one finds out from Postgres, so none is worth keeping. */
const KEEP_NOTHING = { removeOnComplete: true, removeOnFail: true };

/** Opens the queues. @throws StoreUnavailable, UsageError where the server is not set up for a queue */
export async function openQueues(place: QueueBackend): Promise<Queues> {
  if (place.kind === "redis") await assertNoEviction(place.url);
  const queues = new Map<string, Promise<Queue>>();
  let isClosing = false;
  const queueOf = (queueName: string): Promise<Queue> => {
    const known = queues.get(queueName);
    if (known !== undefined) return known;
    const opening = openQueue(place, queueName, () => isClosing);
    queues.set(queueName, opening);
    opening.catch(() => queues.delete(queueName));
    return opening;
  };
  const use = <Result>(queueName: string, work: (queue: Queue) => Promise<Result>): Promise<Result> =>
    translateErrors(async () => work(await queueOf(queueName)));
  return {
    async add(queueName, { name, payload, id, delayMs }) {
      await use(queueName, (queue) =>
        queue.add(name, payload, { jobId: id, delay: delayMs, ...KEEP_NOTHING }),
      );
    },
    schedule: (queueName, name, repeatableJobs) =>
      use(queueName, (queue) => setRepeatableJobs(queue, name, repeatableJobs)),
    work: (queueName, concurrency, handler, onError) =>
      use(queueName, () => startWorker(place, queueName, concurrency, handler, onError)),
    async counts(queueNames) {
      const counted = await Promise.all(
        queueNames.map((queueName) => use(queueName, (queue) => queue.getJobCounts())),
      );
      const sums: Record<string, number> = {};
      for (const [state, count] of counted.flatMap((counts) => Object.entries(counts)))
        sums[state] = (sums[state] ?? 0) + count;
      return sums;
    },
    drop: (queueName) =>
      use(queueName, async (queue) => {
        queues.delete(queueName);
        try {
          await queue.obliterate({ force: true });
        } finally {
          await closeOrDisconnect(queue);
        }
      }),
    async close() {
      isClosing = true;
      await Promise.all([...queues.values()].map(async (queue) => closeOrDisconnect(await queue)));
    },
  };
}

/** What BullMQ holds to a server. */
type Closable = Pick<Queue, "close" | "disconnect" | "waitUntilReady">;

/** The words of the driver can hold what a job held. */
async function translateErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    throw new StoreUnavailable(AWAY);
  }
}

/** Closes what may be cut off from its server: then it is let go of, and nobody waits for what the server would say. */
async function closeOrDisconnect(line: Closable): Promise<void> {
  if (!(await endsInTime(line.close()))) line.disconnect().catch(() => {});
}

/** False where it fails, or takes too long. */
async function endsInTime(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, TIMEOUT_MS, false);
  });
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}

function bullName(queueName: string): string {
  return `sourcing-${queueName}`;
}

async function openQueue(place: QueueBackend, queueName: string, isClosing: () => boolean): Promise<Queue> {
  const queue =
    place.kind === "redis"
      ? new Queue(bullName(queueName), { connection: redisForProducer(place.url, isClosing) })
      : new Queue(bullName(queueName), { connection: postgresConnection(place) }, createPostgresBackend);
  queue.on("error", () => {});
  // A Postgres worker made before the queue's schema is there spins for ever.
  await waitUntilReady(queue);
  return queue as Queue;
}

async function waitUntilReady(line: Closable): Promise<void> {
  if (await endsInTime(line.waitUntilReady())) return;
  await closeOrDisconnect(line);
  throw new StoreUnavailable(AWAY);
}

async function startWorker(
  place: QueueBackend,
  queueName: string,
  concurrency: number,
  handler: JobHandler,
  onError: ErrorListener,
): Promise<QueueWorker> {
  let isClosing = false;
  const atWork = new Set<Promise<void>>();
  const process = async (job: Job): Promise<void> => {
    if (isClosing) return;
    const way = makeDeferred();
    const work = handler(job.name, job.data, way.resolve)
      .catch((error: unknown) => {
        onError(error instanceof Error ? error : new Error("something that is no error was thrown"), "job");
      })
      .finally(() => atWork.delete(work));
    atWork.add(work);
    await Promise.race([work, way.promise]);
  };
  const options = { concurrency, runRetryDelay: RETRY_MS };
  const worker =
    place.kind === "redis"
      ? new Worker(bullName(queueName), process, {
          ...options,
          connection: redisForWorker(place.url, () => isClosing),
        })
      : new Worker(
          bullName(queueName),
          process,
          { ...options, connection: postgresConnection(place) },
          createPostgresBackend,
        );
  worker.on("error", (error) => onError(error, "queue"));
  await waitUntilReady(worker);
  return {
    async close() {
      isClosing = true;
      // Resolves once the server has heard of the last job, which may be never; so the jobs themselves are waited for.
      worker.close().catch(() => {});
      await Promise.all(atWork);
      await closeOrDisconnect(worker);
    },
  };
}

/** Leaves what is right as it is: setting an alarm again counts as new to the queue. */
async function setRepeatableJobs(
  queue: Queue,
  name: string,
  repeatableJobs: readonly RepeatableJob[],
): Promise<void> {
  const known = (await queue.getJobSchedulers()).filter((scheduler) => scheduler.name === name);
  const isSame = (repeatableJob: RepeatableJob, { key, pattern, tz }: (typeof known)[number]) =>
    key === repeatableJob.id && pattern === repeatableJob.cron && tz === repeatableJob.timeZone;
  for (const { key } of known) {
    if (!repeatableJobs.some(({ id }) => id === key)) await queue.removeJobScheduler(key);
  }
  for (const repeatableJob of repeatableJobs) {
    if (known.some((scheduler) => isSame(repeatableJob, scheduler))) continue;
    const { id, cron: pattern, timeZone: tz } = repeatableJob;
    await queue.upsertJobScheduler(id, { pattern, tz }, { name, data: {}, opts: KEEP_NOTHING });
  }
}
