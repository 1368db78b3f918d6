import { createPostgresBackend, type Job, Queue, Worker } from "bullmq";
import { StoreUnavailable } from "../values/errors.ts";
import {
  connectForAdding,
  connectForTaking,
  type InspectedBackend,
  RETRY_MS,
  TIMEOUT_MS,
} from "./queue-backend.ts";

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

/** Opens the connection for adding jobs to a queue. */
export function makeQueue(backend: InspectedBackend, queueName: string, isClosing: () => boolean): OpenQueue {
  const name = bullName(queueName);
  const { kind, where, end } = connectForAdding(backend, isClosing);
  const queue = kind === "redis" ? new Queue(name, where) : new Queue(name, where, createPostgresBackend);
  queue.on("error", () => {});
  return { queue: queue as Queue, connection: queue, end };
}

/** Opens the connection for taking the jobs of a queue, and takes them. */
export function makeWorker(
  backend: InspectedBackend,
  queueName: string,
  process: (job: Job) => Promise<void>,
  { concurrency, isClosing }: { concurrency: number; isClosing: () => boolean },
): OpenWorker {
  const options = { concurrency, runRetryDelay: RETRY_MS };
  const name = bullName(queueName);
  const { kind, where, end } = connectForTaking(backend, isClosing);
  const worker =
    kind === "redis"
      ? new Worker(name, process, { ...options, ...where })
      : new Worker(name, process, { ...options, ...where }, createPostgresBackend);
  return { worker: worker as Worker, connection: worker, end };
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
