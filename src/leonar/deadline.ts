/** The longest wait that a timer of Node takes: a longer one would fire at once. */
const LONGEST_MS = 2_147_483_647;

/** A total time for one attempt that also ends when its caller asks. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** What ended it, or null while it runs. */
  readonly gaveUp: "deadline" | "stopped" | null;
  /** Lets go of the timer and of the caller's signal. */
  close(): void;
}

/**
 * Starts the clock. A timer and a listener of its own: in Node 20 the garbage collector can take away a signal made by
 * AbortSignal.any of one made by AbortSignal.timeout, which then never fires.
 */
export function startDeadline(timeoutMs: number, stop: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let gaveUp: Deadline["gaveUp"] = null;
  const end = (reason: "deadline" | "stopped"): void => {
    gaveUp ??= reason;
    controller.abort();
  };
  const onStop = (): void => end("stopped");
  const timer = setTimeout(() => end("deadline"), Math.min(timeoutMs, LONGEST_MS));
  stop?.addEventListener("abort", onStop, { once: true });
  return {
    signal: controller.signal,
    get gaveUp() {
      return gaveUp;
    },
    close() {
      clearTimeout(timer);
      stop?.removeEventListener("abort", onStop);
    },
  };
}
