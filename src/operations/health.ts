import { monitorEventLoopDelay } from "node:perf_hooks";
import { getHeapStatistics } from "node:v8";

/** Why this process should be started anew; null: it is well. */
export type HealthProblem = string | null;

const LOOP_LIMIT_MS = 5_000;
const HEAP_SHARE_LIMIT = 0.9;

/** Watches the event loop and the heap of this process. */
export interface Health {
  complaint(): HealthProblem;
  stop(): void;
}

/** Starts watching. A loop that stood still renews no lease; a heap that is full stops without a word. */
export function watchHealth(): Health {
  const loop = monitorEventLoopDelay({ resolution: 100 });
  loop.enable();
  return {
    complaint() {
      const blockedMs = loop.max / 1e6;
      loop.reset();
      const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
      return healthProblem({ blockedMs, heapShare: used / limit });
    },
    stop: () => loop.disable(),
  };
}

/** What these figures say: longest pause since the last look in milliseconds, share of the heap in use. */
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
