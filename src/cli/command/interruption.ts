import type { BuyingSignals } from "../../runs/walk/buy-page.ts";
import { ENDING_SIGNALS, type EndingSignal, type ExitCode, endNow, exitCodeForSignal } from "./exit-code.ts";
import { workOnUnread } from "./failed-writes.ts";

/** The signals to end that a command receives: Ctrl-C, a closed terminal, or a supervisor. */
export interface Interruption extends BuyingSignals {
  /** Returns the exit code of the signal; null: there was none. */
  exitCode(): ExitCode | null;
  /** Tells the person a line. */
  tell(line: string): void;
  /** Sends what is told to another place, above the progress on a screen for example. */
  tellThrough(tell: (line: string) => void): void;
  /** Returns signals to Node. */
  release(): void;
}

/** Added to the time that a page in flight may take: it is stored, and the lease given back. */
const AFTER_LAST_ANSWER_MS = 20_000;
/** Long enough to book in suspense what was in flight, in milliseconds. */
const LAST_WORDS_MS = 10_000;

/**
 * Listens for SIGINT, SIGTERM and SIGHUP: the first finishes the pages in flight, which may take as long as a request and
 * 20 s; a second one stops at once, as does the end of that grace. What hangs even then ends with the process 10 s later.
 * A hang-up is never the second one, because the shell and the system each send it when a terminal is closed.
 * @param tell says to the person what happens
 * @param requestTimeoutMs how long a request may take; 0 for a command that makes none
 */
export function listenForInterruption(tell: (line: string) => void, requestTimeoutMs = 0): Interruption {
  const stopping = new AbortController();
  const aborting = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  let exitCode: ExitCode | null = null;
  let teller = tell;
  const abort = () => {
    aborting.abort();
    timers.push(setTimeout(() => endNow(exitCode), LAST_WORDS_MS));
  };
  const onSignal = (signal: EndingSignal) => {
    if (stopping.signal.aborted) {
      if (signal === "SIGHUP") return;
      teller("Stopping at once: what is in flight stays booked in suspense.");
      abort();
      return;
    }
    exitCode = exitCodeForSignal(signal);
    teller("Finishing the pages in flight, then stopping; once more stops at once.");
    stopping.abort();
    timers.push(setTimeout(abort, requestTimeoutMs + AFTER_LAST_ANSWER_MS));
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, onSignal);
  if (requestTimeoutMs > 0) workOnUnread();
  return {
    stopping: stopping.signal,
    aborting: aborting.signal,
    exitCode: () => exitCode,
    tell: (line) => teller(line),
    tellThrough(another) {
      teller = another;
    },
    release() {
      timers.forEach(clearTimeout);
      // The hang-up may come again until the process has ended.
      if (exitCode === exitCodeForSignal("SIGHUP")) process.on("SIGHUP", () => {});
      for (const signal of ENDING_SIGNALS) process.off(signal, onSignal);
    },
  };
}

/**
 * Does work that may end at any time: the first Ctrl-C aborts `signal`, and a second one ends the process. Returns the exit
 * code of the signal; null: there was none.
 */
export async function stoppable(work: (signal: AbortSignal) => Promise<void>): Promise<ExitCode | null> {
  const { stopping, aborting, exitCode, release } = listenForInterruption(() => {});
  aborting.addEventListener("abort", () => endNow(exitCode()));
  try {
    await work(stopping);
    return exitCode();
  } catch (error) {
    const code = exitCode();
    if (code === null) throw error;
    return code;
  } finally {
    release();
  }
}

/** Tells a person, apart from the progress that is shown. */
export function tellOnTerminal(line: string): void {
  process.stderr.write(`\n${line}\n`);
}
