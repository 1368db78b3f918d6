import type { WalkJob, WalkQueue } from "../src/runs/walk/walk-queue.ts";

/** A walk between two slices is back within this time, wherever a process works on it. */
const ABANDONED_MS = 10_000;

/** Walks that the command of one run works on, although the workers' queue is theirs. */
export interface TakenWalks {
  /** Puts every walk into the queue of the run, and keeps its later jobs there. */
  take(walks: readonly WalkJob[]): Promise<void>;
  /** Takes those walks of which no process has taken the lease for ten seconds. Must be called every few seconds. */
  takeAbandoned(walks: readonly WalkJob[]): Promise<void>;
  /** The queue for slices in this process. */
  readonly walkQueue: WalkQueue;
}

/**
 * Keeps the jobs of taken walks in the queue of one run, because there may be no worker for the queue of the workers.
 * @param now milliseconds of a clock that only goes forward
 */
export function makeTakenWalks(walkQueue: WalkQueue, queueName: string, now: () => number): TakenWalks {
  const taken = new Set<number>();
  let seen = new Map<number, { readonly token: number; readonly since: number }>();
  const take = async (walks: readonly WalkJob[]) => {
    for (const walk of walks) {
      taken.add(walk.walkId);
      await walkQueue.enqueue({ ...walk, queueName });
    }
  };
  return {
    take,
    async takeAbandoned(walks) {
      const before = seen;
      const sinceOf = ({ walkId, token }: WalkJob) => {
        const last = before.get(walkId);
        return last?.token === token ? last.since : now();
      };
      seen = new Map(walks.map((walk) => [walk.walkId, { token: walk.token, since: sinceOf(walk) }]));
      await take(walks.filter((walk) => taken.has(walk.walkId) || now() - sinceOf(walk) >= ABANDONED_MS));
    },
    walkQueue: {
      enqueue: (job, afterMs) =>
        walkQueue.enqueue(taken.has(job.walkId) ? { ...job, queueName } : job, afterMs),
      // This process takes jobs from no other queue.
      hasWaitingJobs: () => walkQueue.hasWaitingJobs(queueName),
    },
  };
}
