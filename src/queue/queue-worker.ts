import type { Job } from "bullmq";
import { makeDeferred } from "../values/deferred.ts";
import { closeOrDisconnect, type InspectedBackend, makeWorker, waitUntilReady } from "./queue-connection.ts";

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

interface WorkerOptions {
  readonly queueName: string;
  readonly concurrency: number;
  readonly handler: JobHandler;
  readonly onError: ErrorListener;
}

/** Starts a worker of one queue. @throws StoreUnavailable */
export async function startWorker(backend: InspectedBackend, options: WorkerOptions): Promise<QueueWorker> {
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
  const opened = await makeWorker(backend, queueName, process, { concurrency, isClosing: () => isClosing });
  opened.worker.on("error", (error) => onError(error, "queue"));
  await waitUntilReady(opened);
  return {
    async close() {
      isClosing = true;
      // This resolves once the server has recorded the last job, which may never happen: so it waits for the jobs instead.
      opened.worker.close().catch(() => {});
      await Promise.all(running);
      await closeOrDisconnect(opened);
    },
  };
}
