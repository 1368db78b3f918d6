import { monitorEventLoopDelay } from "node:perf_hooks";
import { getHeapStatistics } from "node:v8";

/** Why this process should be restarted; null: it is healthy. */
export type HealthProblem = string | null;

const LOOP_LIMIT_MS = 5_000;
const HEAP_SHARE_LIMIT = 0.9;

/** Monitors the event loop and the heap of this process. */
export interface Health {
  problem(): HealthProblem;
  stop(): void;
}

/** Starts monitoring. A blocked event loop renews no leases, and a process with a full heap dies without a message. */
export function monitorHealth(): Health {
  const loop = monitorEventLoopDelay({ resolution: 100 });
  loop.enable();
  return {
    problem() {
      const blockedMs = loop.max / 1e6;
      loop.reset();
      const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
      return healthProblem({ blockedMs, heapShare: used / limit });
    },
    stop: () => loop.disable(),
  };
}

/** Judges the longest pause of the event loop since the last check, in milliseconds, and the used share of the heap. */
export function healthProblem(stats: {
  readonly blockedMs: number;
  readonly heapShare: number;
}): HealthProblem {
  if (stats.blockedMs > LOOP_LIMIT_MS)
    return `the event loop stood still for ${Math.round(stats.blockedMs)} ms`;
  if (stats.heapShare > HEAP_SHARE_LIMIT)
    return `${Math.round(stats.heapShare * 100)} % of the heap is in use`;
  return null;
}
