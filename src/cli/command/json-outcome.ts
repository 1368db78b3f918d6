import { writeSync } from "node:fs";
import { type Failure, toFailure } from "../../operations/failure.ts";
import { ENDING_SIGNALS, endNow, exitCodeForSignal, isInterrupted } from "./exit-code.ts";

const state: { failure: Failure | null; hasPrinted: boolean } = { failure: null, hasPrinted: false };

/** Keeps the failure for the object that `--json` prints if the command ends without a result. The newest counts. */
export function noteFailure(failure: Failure): void {
  state.failure = failure;
}

/** As `noteFailure`, for an error that ended the command. */
export function noteError(error: unknown): void {
  noteFailure(toFailure(error));
}

/** Whether the command line asks for one JSON object. */
export function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end === -1 ? args : args.slice(0, end)).includes("--json");
}

/**
 * Prints `{"error": {code, message, next}}` when the process ends and nothing was printed on stdout, whatever ended it: an error, a
 * wrong option, a signal.
 */
export function printFailureOnExit(): void {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = ((...args: Parameters<typeof write>) => {
    state.hasPrinted = true;
    return write(...args);
  }) as typeof process.stdout.write;
  for (const signal of ENDING_SIGNALS) {
    process.on(signal, () => {
      // A command that listens itself finishes what it does, and then ends.
      if (process.listenerCount(signal) === 1) endNow(exitCodeForSignal(signal));
    });
  }
  process.on("exit", (code) => {
    if (!state.hasPrinted) writeAll(`${JSON.stringify({ error: state.failure ?? unexplained(code) })}\n`);
  });
}

function unexplained(code: number): Failure {
  if (isInterrupted(code)) {
    const next = "run the command again, or `sourcing resume` if a run had begun";
    return { code: "interrupted", message: "the command was interrupted before it had a result", next };
  }
  return {
    code: "no_result",
    message: "the command ended without a result",
    next: "read the lines on stderr",
  };
}

/** Writes to stdout while the process ends, when nothing asynchronous runs any more. */
function writeAll(text: string): void {
  try {
    writeSync(1, text);
  } catch {
    // The reader has closed the pipe.
  }
}
