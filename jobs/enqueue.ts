import type { Doorbell } from "../src/runs/ports.ts";
import { StoreUnavailable } from "../src/values/errors.ts";
import { DESK_LANE } from "../src/runs/queue-names.ts";
import type { Queues } from "../src/queue/queues.ts";
import { canaryJob } from "./heartbeat.ts";
import { startRunJob } from "./start-run.ts";
import { walkSpecJob } from "./walk-spec.ts";

/** Rings by putting jobs into queues; the lease's token makes one job of two rings for the same slice. */
export function makeDoorbell(queues: Queues): Doorbell {
  return {
    ring: ({ walkId, token, lane }, afterMs = 0) =>
      queues.add(lane, {
        name: walkSpecJob.name,
        payload: { walkId },
        id: `walk-${walkId}-${token}`,
        delayMs: afterMs,
      }),
    othersWait: (lane) => othersWait(queues, lane),
  };
}

async function othersWait(queues: Queues, lane: string): Promise<boolean> {
  try {
    const { active, ...waiting } = await queues.counts([lane]);
    return Object.values(waiting).some((jobs) => jobs > 0);
  } catch (error) {
    if (error instanceof StoreUnavailable) return true;
    throw error;
  }
}

/** Sends a worker's canary through the queue; several at once are one. */
export async function ringCanary(queues: Queues, worker: string): Promise<void> {
  await queues.add(DESK_LANE, {
    name: canaryJob.name,
    payload: { worker },
    id: `canary-${worker}`,
    delayMs: 0,
  });
}

/** Rings for a booked run to be started on a lane. */
export async function ringRun(queues: Queues, lane: string, runId: number): Promise<void> {
  await queues.add(lane, { name: startRunJob.name, payload: { runId }, id: `run-${runId}`, delayMs: 0 });
}
