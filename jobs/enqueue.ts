import type { Queues } from "../src/queue/queues.ts";
import { CONTROL_QUEUE } from "../src/runs/queue-names.ts";
import type { WalkQueue } from "../src/runs/walk/walk-queue.ts";
import { StoreUnavailable } from "../src/values/errors.ts";
import { heartbeatJob } from "./heartbeat.ts";
import { startRunJob } from "./start-run.ts";
import { walkSpecJob } from "./walk-spec.ts";

/** Enqueues walks. The lease's token in the job's id makes one job of two that ask for the same slice. */
export function makeWalkQueue(queues: Queues): WalkQueue {
  return {
    enqueue: ({ walkId, token, queueName }, afterMs = 0) =>
      queues.add(queueName, {
        name: walkSpecJob.name,
        payload: { walkId },
        id: `walk-${walkId}-${token}`,
        delayMs: afterMs,
      }),
    hasWaitingJobs: (queueName) => hasWaitingJobs(queues, queueName),
  };
}

async function hasWaitingJobs(queues: Queues, queueName: string): Promise<boolean> {
  try {
    const { active, ...waiting } = await queues.counts([queueName]);
    return Object.values(waiting).some((jobs) => jobs > 0);
  } catch (error) {
    if (error instanceof StoreUnavailable) return true;
    throw error;
  }
}

/** Sends a worker's canary through the queue; a second one that waits there is the same job. */
export async function sendHeartbeat(queues: Queues, worker: string): Promise<void> {
  await queues.add(CONTROL_QUEUE, {
    name: heartbeatJob.name,
    payload: { worker },
    id: `canary-${worker}`,
    delayMs: 0,
  });
}

/** Enqueues the job that starts a planned run. */
export async function enqueueRun(queues: Queues, queueName: string, runId: number): Promise<void> {
  await queues.add(queueName, { name: startRunJob.name, payload: { runId }, id: `run-${runId}`, delayMs: 0 });
}
