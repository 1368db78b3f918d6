/** The maximum delay of a timer in Node: a longer one would fire at once. */
const MAX_TIMER_MS = 2_147_483_647;

/** The time limit of one attempt, which the caller's signal can end earlier. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Why the signal is aborted; null: it is not. */
  readonly abortCause: "deadline" | "stopped" | null;
  /** Removes the timer and the listener on the caller's signal. */
  close(): void;
}

/**
 * Starts the time limit. It uses its own timer and listener: Node 20 can garbage-collect an AbortSignal.any of an
 * AbortSignal.timeout, which then never fires.
 */
export function startDeadline(timeoutMs: number, stop: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let abortCause: Deadline["abortCause"] = null;
  const end = (reason: "deadline" | "stopped"): void => {
    abortCause ??= reason;
    controller.abort();
  };
  const onStop = (): void => end("stopped");
  const timer = setTimeout(() => end("deadline"), Math.min(timeoutMs, MAX_TIMER_MS));
  stop?.addEventListener("abort", onStop, { once: true });
  return {
    signal: controller.signal,
    get abortCause() {
      return abortCause;
    },
    close() {
      clearTimeout(timer);
      stop?.removeEventListener("abort", onStop);
    },
  };
}
