import type { BuyingSignals } from "../app/buy-page.ts";

/** What a person does to a command at work: Ctrl-C, twice, or a signal of the system. */
export interface Interruption extends BuyingSignals {
  /** 130 or 143 once interrupted, else null. */
  exitCode(): number | null;
  /**
   * Stops at once when so many milliseconds have passed, and ends the process where even that does not help. Gives the
   * way to call it off.
   */
  abortAfter(graceMs: number): () => void;
  /** Gives signals back to Node. */
  release(): void;
}

/** Long enough to book in suspense what was in flight, in milliseconds. */
const LAST_WORDS_MS = 10_000;
export const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Listens for SIGINT and SIGTERM: the first finishes the page in flight, a second one stops at once.
 * @param tell says to the person what happens
 */
export function listenForInterruption(tell: (line: string) => void): Interruption {
  const stopping = new AbortController();
  const aborting = new AbortController();
  let exitCode: number | null = null;
  const onSignal = (signal: keyof typeof EXIT_CODES) => {
    if (stopping.signal.aborted) {
      tell("Stopping at once: what is in flight stays booked in suspense.");
      aborting.abort();
      return;
    }
    exitCode = EXIT_CODES[signal];
    tell("Finishing the pages in flight, then stopping; once more stops at once.");
    stopping.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    stopping: stopping.signal,
    aborting: aborting.signal,
    exitCode: () => exitCode,
    abortAfter(graceMs) {
      const timers = [
        setTimeout(() => aborting.abort(), graceMs),
        setTimeout(() => process.exit(1), graceMs + LAST_WORDS_MS),
      ];
      return () => timers.forEach(clearTimeout);
    },
    release() {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}
