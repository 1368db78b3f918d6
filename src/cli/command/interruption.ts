import type { BuyingSignals } from "../../runs/walk/buy-page.ts";
import { workOnUnread } from "./failed-writes.ts";

/** The signals to end that a command receives: Ctrl-C, a closed terminal, or a supervisor. */
export interface Interruption extends BuyingSignals {
  /** 129, 130 or 143 once interrupted, else null. */
  exitCode(): number | null;
  /** Returns signals to Node. */
  release(): void;
}

/** Added to the time that a page in flight may take: it is stored, and the lease given back. */
const AFTER_LAST_ANSWER_MS = 20_000;
/** Long enough to book in suspense what was in flight, in milliseconds. */
const LAST_WORDS_MS = 10_000;
/** The signals that end a command, and the exit code of each. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type EndingSignal = keyof typeof EXIT_CODES;
const endingSignals = Object.keys(EXIT_CODES) as EndingSignal[];

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
  let exitCode: number | null = null;
  const abort = () => {
    aborting.abort();
    timers.push(setTimeout(() => process.exit(exitCode ?? 1), LAST_WORDS_MS));
  };
  const onSignal = (signal: EndingSignal) => {
    if (stopping.signal.aborted) {
      if (signal === "SIGHUP") return;
      tell("Stopping at once: what is in flight stays booked in suspense.");
      abort();
      return;
    }
    exitCode = EXIT_CODES[signal];
    tell("Finishing the pages in flight, then stopping; once more stops at once.");
    stopping.abort();
    timers.push(setTimeout(abort, requestTimeoutMs + AFTER_LAST_ANSWER_MS));
  };
  for (const signal of endingSignals) process.on(signal, onSignal);
  if (requestTimeoutMs > 0) workOnUnread();
  return {
    stopping: stopping.signal,
    aborting: aborting.signal,
    exitCode: () => exitCode,
    release() {
      timers.forEach(clearTimeout);
      // The hang-up may come again until the process has ended.
      if (exitCode === EXIT_CODES.SIGHUP) process.on("SIGHUP", () => {});
      for (const signal of endingSignals) process.off(signal, onSignal);
    },
  };
}

/**
 * Does work that leaves nothing undone: Ctrl-C ends it by `signal`, and a second one the process. Returns its exit code: 129,
 * 130 or 143 if it was ended.
 */
export async function stoppable(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const { stopping, aborting, exitCode, release } = listenForInterruption(() => {});
  aborting.addEventListener("abort", () => process.exit(exitCode() ?? 1));
  try {
    const code = await work(stopping);
    return exitCode() ?? code;
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
