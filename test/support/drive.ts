import type { BuyingSignals } from "../../src/app/buy-page.ts";
import type { Doorbell, Ring } from "../../src/app/ports.ts";
import { type WalkPorts, walkSlice } from "../../src/app/walk-slice.ts";

export const NEVER: BuyingSignals = {
  stopping: new AbortController().signal,
  aborting: new AbortController().signal,
};

/** How long a ring for later is held back here: walks that wait for others must not starve them. */
const LATER_MS = 5;

/** A queue in memory: rings wait in it until somebody has a hand free. */
export interface Bell extends Doorbell {
  next(): Promise<Ring>;
  readonly waiting: number;
}

export function makeBell(): Bell {
  const rings: Ring[] = [];
  const listeners: ((ring: Ring) => void)[] = [];
  let later = 0;
  const add = (ring: Ring) => {
    const listener = listeners.shift();
    if (listener === undefined) rings.push(ring);
    else listener(ring);
  };
  return {
    get waiting() {
      return rings.length + later;
    },
    async ring(ring, afterMs = 0) {
      if (afterMs === 0) return add(ring);
      later += 1;
      setTimeout(() => {
        later -= 1;
        add(ring);
      }, LATER_MS);
    },
    next() {
      const ring = rings.shift();
      return ring === undefined ? new Promise((resolve) => listeners.push(resolve)) : Promise.resolve(ring);
    },
  };
}

/**
 * Works on walks until nobody rings any more: as many slices at once as told.
 * @throws the first error of a slice, once all are done
 */
export async function drive(
  ports: Omit<WalkPorts, "doorbell">,
  first: readonly Ring[],
  { concurrency = 4, signals = NEVER }: { concurrency?: number; signals?: BuyingSignals } = {},
): Promise<void> {
  const bell = makeBell();
  for (const ring of first) await bell.ring(ring);
  const errors: unknown[] = [];
  let busy = 0;
  let end: () => void = () => {};
  const ended = new Promise<"ended">((resolve) => {
    end = () => resolve("ended");
  });
  const work = async () => {
    for (;;) {
      if (busy === 0 && bell.waiting === 0) return end();
      const ring = await Promise.race([bell.next(), ended]);
      if (ring === "ended") return;
      busy += 1;
      await walkSlice({ ...ports, doorbell: bell }, signals, ring.walkId).catch((error) =>
        errors.push(error),
      );
      busy -= 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  if (errors.length > 0) throw errors[0];
}
