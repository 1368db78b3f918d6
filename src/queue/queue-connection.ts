import { type Job, Queue, Worker } from "bullmq";
import { StoreUnavailable } from "../values/errors.ts";
import type { RedisAccess } from "./inspect-redis.ts";
import { connectForAdding, connectForTaking, RETRY_MS, TIMEOUT_MS } from "./queue-backend.ts";
import type { PostgresServer } from "./shared-connection.ts";

/** The server of the queue, with what is known of it. */
export type InspectedBackend = PostgresServer | (RedisAccess & { readonly kind: "redis" });

export const NO_ANSWER = "the queue does not answer";

/** A connection of BullMQ: a queue or a worker. */
interface Connection {
  readonly connection: Pick<Queue, "close" | "disconnect" | "waitUntilReady">;
  /** Closes what BullMQ leaves open. */
  readonly end: () => void;
}

export interface OpenQueue extends Connection {
  readonly queue: Queue;
}

interface OpenWorker extends Connection {
  readonly worker: Worker;
}

/** No program reads the events that BullMQ writes; Postgres deletes them 256 at a time. */
const STREAMS = { events: { maxLen: 256 } };
const NOTHING_TO_END = () => {};

/** Opens the connection for adding jobs to a queue. @throws StoreUnavailable */
export async function makeQueue(
  backend: InspectedBackend,
  queueName: string,
  isClosing: () => boolean,
): Promise<OpenQueue> {
  const name = bullName(queueName);
  if (backend.kind === "redis") {
    const { where, end } = connectForAdding(backend, isClosing);
    const queue = new Queue(name, { ...where, streams: STREAMS });
    queue.on("error", () => {});
    return { queue, connection: queue, end };
  }
  const { makeBackend } = await backend.open();
  const queue = new Queue(name, { connection: backend.url, streams: STREAMS }, makeBackend);
  queue.on("error", () => {});
  return { queue: queue as object as Queue, connection: queue, end: NOTHING_TO_END };
}

/** Opens the connection for taking the jobs of a queue, and takes them. @throws StoreUnavailable */
export async function makeWorker(
  backend: InspectedBackend,
  queueName: string,
  process: (job: Job) => Promise<void>,
  { concurrency, isClosing }: { concurrency: number; isClosing: () => boolean },
): Promise<OpenWorker> {
  const options = { concurrency, runRetryDelay: RETRY_MS };
  const name = bullName(queueName);
  if (backend.kind === "redis") {
    const { where, end } = connectForTaking(backend, isClosing);
    const worker = new Worker(name, process, { ...options, ...where });
    return { worker, connection: worker, end };
  }
  const { makeBackend } = await backend.open();
  const worker = new Worker(name, process, { ...options, connection: backend.url }, makeBackend);
  return { worker: worker as object as Worker, connection: worker, end: NOTHING_TO_END };
}

/** @throws StoreUnavailable after the timeout */
export async function waitUntilReady(opened: Connection): Promise<void> {
  if (await endsInTime(opened.connection.waitUntilReady())) return;
  await closeOrDisconnect(opened);
  throw new StoreUnavailable(NO_ANSWER);
}

/** Closes a connection. If the server does not answer in time, it disconnects without waiting any longer. */
export async function closeOrDisconnect({ connection, end }: Connection): Promise<void> {
  if (!(await endsInTime(connection.close()))) connection.disconnect().catch(() => {});
  end();
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
