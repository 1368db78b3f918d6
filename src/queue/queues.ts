import { createPostgresBackend, type Job, Queue, Worker } from "bullmq";
import { makeDeferred } from "../values/deferred.ts";
import { StoreUnavailable, UsageError } from "../values/errors.ts";
import { inspectRedis } from "./inspect-redis.ts";
import {
  postgresConnection,
  type QueueBackend,
  RETRY_MS,
  redisForProducer,
  redisForWorker,
  TIMEOUT_MS,
} from "./queue-backend.ts";
import { REMOVE_ENDED, type RepeatableJob, setRepeatableJobs } from "./repeatable-jobs.ts";

export interface QueuedJob {
  readonly name: string;
  readonly payload: unknown;
  /** The second of two waiting jobs with the same id is dropped. */
  readonly id: string;
  /** The milliseconds before it may start. */
  readonly delayMs: number;
}

/**
 * Is called with every error: of a job, which it ends, or of the queue itself, which recovers by itself and at worst loses a job.
 */
export type ErrorListener = (error: Error, where: "job" | "queue") => void;

/**
 * Runs one job. An error that it throws goes to the listener and ends the job.
 * @param releaseSlot lets the worker start the next job before this one has ended
 */
export type JobHandler = (name: string, payload: unknown, releaseSlot: () => void) => Promise<void>;

export interface QueueWorker {
  /** Takes no more jobs and waits for the running ones, but not for a queue server that is away. */
  close(): Promise<void>;
}

/**
 * The queues of one process. Jobs may be lost or run twice: Postgres holds the work to be done. While the queue server is away
 * every method but `close` throws StoreUnavailable within seconds.
 */
export interface Queues {
  add(queueName: string, job: QueuedJob): Promise<void>;
  /** Puts a job of that name into the queue at these times and no others, once for all workers together. */
  schedule(queueName: string, name: string, repeatableJobs: readonly RepeatableJob[]): Promise<void>;
  work(
    queueName: string,
    concurrency: number,
    handler: JobHandler,
    onError: ErrorListener,
  ): Promise<QueueWorker>;
  /** Counts the jobs of these queues by state. */
  counts(queueNames: readonly string[]): Promise<Readonly<Record<string, number>>>;
  /** Removes a queue with its waiting jobs. */
  drop(queueName: string): Promise<void>;
  close(): Promise<void>;
}

const NO_ANSWER = "the queue does not answer";
/** How Redis answers a command, or a script with one, that the ACL of the user forbids. */
const FORBIDDEN = /NOPERM|ACL failure|The user executing the script/;
const REDIS_RIGHTS =
  "Redis forbids the user in REDIS_URL what the queue does: give it `~bull:* &* +@all -@dangerous`";

/** Opens the queues. @throws StoreUnavailable; UsageError if the server's settings would lose jobs */
export async function openQueues(configured: QueueBackend): Promise<Queues> {
  const backend: QueueBackend =
    configured.kind === "redis" ? { ...configured, ...(await inspectRedis(configured.url)) } : configured;
  const queues = new Map<string, Promise<Queue>>();
  let isClosing = false;
  const queueOf = (queueName: string): Promise<Queue> => {
    const known = queues.get(queueName);
    if (known !== undefined) return known;
    const opening = openQueue(backend, queueName, () => isClosing);
    queues.set(queueName, opening);
    opening.catch(() => queues.delete(queueName));
    return opening;
  };
  const use = <Result>(queueName: string, work: (queue: Queue) => Promise<Result>): Promise<Result> =>
    translateErrors(async () => work(await queueOf(queueName)));
  return {
    add: (queueName, job) => use(queueName, (queue) => addJob(queue, job)),
    schedule: (queueName, name, repeatableJobs) =>
      use(queueName, (queue) => setRepeatableJobs(queue, name, repeatableJobs)),
    work: (queueName, concurrency, handler, onError) =>
      use(queueName, () => startWorker(backend, { queueName, concurrency, handler, onError })),
    async counts(queueNames) {
      const counted = await Promise.all(
        queueNames.map((queueName) => use(queueName, (queue) => queue.getJobCounts())),
      );
      return sumCounts(counted);
    },
    drop: (queueName) =>
      use(queueName, async (queue) => {
        queues.delete(queueName);
        await queue.obliterate({ force: true }).finally(() => closeOrDisconnect(queue));
      }),
    async close() {
      isClosing = true;
      await Promise.all([...queues.values()].map(async (queue) => closeOrDisconnect(await queue)));
    },
  };
}

async function addJob(queue: Queue, { name, payload, id, delayMs }: QueuedJob): Promise<void> {
  await queue.add(name, payload, { jobId: id, delay: delayMs, ...REMOVE_ENDED });
}

function sumCounts(counted: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [state, count] of counted.flatMap((counts) => Object.entries(counts)))
    sums[state] = (sums[state] ?? 0) + count;
  return sums;
}

/** A connection of BullMQ: a queue or a worker. */
type Closable = Pick<Queue, "close" | "disconnect" | "waitUntilReady">;

/** The message of the driver can contain the data of a job, so it is dropped. */
async function translateErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    if (error instanceof Error && FORBIDDEN.test(error.message)) throw new UsageError(REDIS_RIGHTS);
    throw new StoreUnavailable(NO_ANSWER);
  }
}

/** Closes a connection. If the server does not answer in time, it disconnects without waiting any longer. */
async function closeOrDisconnect(connection: Closable): Promise<void> {
  if (!(await endsInTime(connection.close()))) connection.disconnect().catch(() => {});
}

/** Whether the work succeeds within the timeout. */
async function endsInTime(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, TIMEOUT_MS, false);
  });
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, timeout]).finally(() => clearTimeout(timer));
}

function bullName(queueName: string): string {
  return `sourcing-${queueName}`;
}

async function openQueue(backend: QueueBackend, queueName: string, isClosing: () => boolean): Promise<Queue> {
  const queue =
    backend.kind === "redis"
      ? new Queue(bullName(queueName), { connection: redisForProducer(backend, isClosing) })
      : new Queue(bullName(queueName), { connection: postgresConnection(backend) }, createPostgresBackend);
  queue.on("error", () => {});
  // A Postgres worker that is made before the queue's schema exists loops for ever.
  await waitUntilReady(queue);
  return queue as Queue;
}

async function waitUntilReady(connection: Closable): Promise<void> {
  if (await endsInTime(connection.waitUntilReady())) return;
  await closeOrDisconnect(connection);
  throw new StoreUnavailable(NO_ANSWER);
}

interface WorkerOptions {
  readonly queueName: string;
  readonly concurrency: number;
  readonly handler: JobHandler;
  readonly onError: ErrorListener;
}

async function startWorker(backend: QueueBackend, options: WorkerOptions): Promise<QueueWorker> {
  const { queueName, concurrency, handler, onError } = options;
  let isClosing = false;
  const running = new Set<Promise<void>>();
  const process = async (job: Job): Promise<void> => {
    if (isClosing) return;
    const slot = makeDeferred();
    const work = handler(job.name, job.data, slot.resolve)
      .catch((error: unknown) => {
        onError(error instanceof Error ? error : new Error("a value that is not an error was thrown"), "job");
      })
      .finally(() => running.delete(work));
    running.add(work);
    await Promise.race([work, slot.promise]);
  };
  const worker = makeWorker(backend, bullName(queueName), process, {
    concurrency,
    isClosing: () => isClosing,
  });
  worker.on("error", (error) => onError(error, "queue"));
  await waitUntilReady(worker);
  return {
    async close() {
      isClosing = true;
      // This resolves once the server has recorded the last job, which may never happen: so it waits for the jobs instead.
      worker.close().catch(() => {});
      await Promise.all(running);
      await closeOrDisconnect(worker);
    },
  };
}

function makeWorker(
  backend: QueueBackend,
  name: string,
  process: (job: Job) => Promise<void>,
  { concurrency, isClosing }: { concurrency: number; isClosing: () => boolean },
) {
  const options = { concurrency, runRetryDelay: RETRY_MS };
  return backend.kind === "redis"
    ? new Worker(name, process, { ...options, connection: redisForWorker(backend, isClosing) })
    : new Worker(
        name,
        process,
        { ...options, connection: postgresConnection(backend) },
        createPostgresBackend,
      );
}
