import type { BuyingSignals } from "../../src/runs/walk/buy-page.ts";
import type { WalkJob } from "../../src/runs/walk/walk-queue.ts";
import { type WalkDeps, walkSlice } from "../../src/runs/walk/walk-slice.ts";

const NEVER: BuyingSignals = {
  stopping: new AbortController().signal,
  aborting: new AbortController().signal,
};

/** How long a ring for later is held back here: walks that wait for others must not starve them. */
const LATER_MS = 5;

export interface DriveOptions {
  /** Slices at once; default 4. */
  readonly concurrency?: number;
  readonly signals?: BuyingSignals;
}

/**
 * Works on walks until nobody rings any more.
 * @throws the first error of a slice, once all are done
 */
export async function runWalks(
  deps: Omit<WalkDeps, "walkQueue">,
  first: readonly WalkJob[],
  { concurrency = 4, signals = NEVER }: DriveOptions = {},
): Promise<void> {
  if (first.length === 0) return;
  const waiting: WalkJob[] = [];
  const errors: unknown[] = [];
  let atWork = 0;
  /** Rings whose slices have not ended yet, wherever they are. */
  let open = 0;
  await new Promise<void>((resolve) => {
    const work = (ring: WalkJob) => {
      atWork += 1;
      const walkQueue = { enqueue: later, hasWaitingJobs: async () => open > atWork };
      walkSlice({ ...deps, walkQueue }, signals, ring.walkId)
        .catch((error: unknown) => errors.push(error))
        .finally(() => {
          atWork -= 1;
          open -= 1;
          if (open === 0) resolve();
          else next();
        });
    };
    const next = () => {
      while (atWork < concurrency) {
        const ring = waiting.shift();
        if (ring === undefined) return;
        work(ring);
      }
    };
    const enqueue = (ring: WalkJob) => {
      waiting.push(ring);
      next();
    };
    const later = async (ring: WalkJob, afterMs = 0) => {
      open += 1;
      if (afterMs === 0) enqueue(ring);
      else setTimeout(enqueue, LATER_MS, ring);
    };
    for (const ring of first) void later(ring);
  });
  if (errors.length > 0) throw errors[0];
}
