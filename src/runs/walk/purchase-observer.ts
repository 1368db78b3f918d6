/** Hears what buying comes to, for logs and metrics. It must not throw. */
export interface PurchaseObserver {
  callEnded(call: {
    readonly callId: number;
    readonly walkId: number;
    readonly outcome: "answered" | "refused" | "unknown";
    /** From sending to the answer, in milliseconds. */
    readonly ms: number;
  }): void;
  /** The next attempt is for this reason: the class of the error. */
  retried(reason: string): void;
  /** Why buying waits, in words; called again and again while it lasts. */
  waiting?(reason: string): void;
  /** What became of paid answers that waited on the disk, in words. */
  drained?(words: string): void;
  walkEnded(walk: { readonly walkId: number; readonly reason: string }): void;
}

/** Tells all of them. */
export function combineObservers(...watches: readonly PurchaseObserver[]): PurchaseObserver {
  return {
    callEnded(call) {
      for (const watch of watches) watch.callEnded(call);
    },
    retried(reason) {
      for (const watch of watches) watch.retried(reason);
    },
    waiting(reason) {
      for (const watch of watches) watch.waiting?.(reason);
    },
    drained(words) {
      for (const watch of watches) watch.drained?.(words);
    },
    walkEnded(walk) {
      for (const watch of watches) watch.walkEnded(walk);
    },
  };
}

/** Nobody listens. */
export const NO_OBSERVER: PurchaseObserver = { callEnded() {}, retried() {}, walkEnded() {} };
