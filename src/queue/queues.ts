import type { Queue } from "bullmq";
import { StoreUnavailable, UsageError } from "../values/errors.ts";
import { inspectRedis } from "./inspect-redis.ts";
import type { QueueBackend } from "./queue-backend.ts";
import {
  closeOrDisconnect,
  type InspectedBackend,
  makeQueue,
  NO_ANSWER,
  type OpenQueue,
  waitUntilReady,
} from "./queue-connection.ts";
import { type ErrorListener, type JobHandler, type QueueWorker, startWorker } from "./queue-worker.ts";
import { REMOVE_ENDED, type RepeatableJob, setRepeatableJobs } from "./repeatable-jobs.ts";
import { shareConnection } from "./shared-connection.ts";

export interface QueuedJob {
  readonly name: string;
  readonly payload: unknown;
  /** The second of two waiting jobs with the same id is dropped. */
  readonly id: string;
  /** The milliseconds before it may start. */
  readonly delayMs: number;
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

/** How Redis answers a command, or a script with one, that the ACL of the user forbids. */
const FORBIDDEN = /NOPERM|ACL failure|The user executing the script/;
const REDIS_RIGHTS =
  "Redis forbids the user in REDIS_URL what the queue does: give it `~bull:* &* +@all -@dangerous`, in a Redis Cluster `~{sourcing}:* &* +@all -@dangerous`";

/** Opens the queues. @throws StoreUnavailable; UsageError if the server's settings would lose jobs */
export async function openQueues(configured: QueueBackend): Promise<Queues> {
  const backend: InspectedBackend =
    configured.kind === "redis"
      ? { kind: "redis", ...(await inspectRedis(configured.url)) }
      : shareConnection(configured);
  const queues = new Map<string, Promise<OpenQueue>>();
  let isClosing = false;
  const queueOf = (queueName: string): Promise<OpenQueue> => {
    const known = queues.get(queueName);
    if (known !== undefined) return known;
    const opening = openQueue(backend, queueName, () => isClosing);
    queues.set(queueName, opening);
    opening.catch(() => queues.delete(queueName));
    return opening;
  };
  const use = <Result>(queueName: string, work: (queue: Queue) => Promise<Result>): Promise<Result> =>
    translateErrors(async () => work((await queueOf(queueName)).queue));
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
        const opened = queueOf(queueName);
        queues.delete(queueName);
        await queue.obliterate({ force: true }).finally(async () => closeOrDisconnect(await opened));
      }),
    async close() {
      isClosing = true;
      await Promise.all([...queues.values()].map(async (queue) => closeOrDisconnect(await queue)));
      if (backend.kind === "postgres") await backend.close();
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

/** The message of the driver can contain the data of a job, so it is dropped. */
async function translateErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError || error instanceof StoreUnavailable)
      throw error;
    if (error instanceof Error && FORBIDDEN.test(error.message)) throw new UsageError(REDIS_RIGHTS);
    throw new StoreUnavailable(NO_ANSWER);
  }
}

async function openQueue(
  backend: InspectedBackend,
  name: string,
  isClosing: () => boolean,
): Promise<OpenQueue> {
  const opened = await makeQueue(backend, name, isClosing);
  // A Postgres worker that is made before the queue's schema exists loops for ever.
  await waitUntilReady(opened);
  return opened;
}
