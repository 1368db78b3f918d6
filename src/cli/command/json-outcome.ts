import { writeSync } from "node:fs";
import { describeError } from "../../operations/describe-error.ts";
import {
  KeyMissing,
  KeyRejected,
  SourcingError,
  SpecInvalid,
  StoreRefused,
  StoreUnavailable,
  UsageError,
} from "../../values/errors.ts";
import { ENDING_SIGNALS, endNow, exitCodeForSignal, isInterrupted } from "./exit-code.ts";

/** Why a command with `--json` printed no result. */
export interface JsonFailure {
  /** A word for programs: the kind of error in snake case, such as `store_unavailable`. */
  readonly code: string;
  /** What happened, as it is told on stderr. */
  readonly message: string;
  /** What to do now. */
  readonly next: string;
}

const NEXT: readonly (readonly [abstract new (...args: never[]) => Error, string])[] = [
  [UsageError, "mend the option, the file or the setting that the message names, then run the command again"],
  [SpecInvalid, "mend the columns that the message names, then run the command again"],
  [KeyMissing, "set LEONAR_API_KEY, then run the command again"],
  [KeyRejected, "mend the key, its scopes or the plan, then run `sourcing resume`"],
  [
    StoreUnavailable,
    "bring back what the message names, then run the command again, or `sourcing resume` if a run had begun",
  ],
  [StoreRefused, "run `sourcing doctor`, and mend what it reports"],
];

const state: { failure: JsonFailure | null; hasPrinted: boolean } = { failure: null, hasPrinted: false };

/** Keeps the failure for the object that `--json` prints if the command ends without a result. The newest counts. */
export function noteFailure(failure: JsonFailure): void {
  state.failure = failure;
}

/** As `noteFailure`, for an error that ended the command. */
export function noteError(error: unknown): void {
  noteFailure(toJsonFailure(error));
}

/** Describes an error for programs. */
export function toJsonFailure(error: unknown): JsonFailure {
  const next = NEXT.find(([kind]) => error instanceof kind)?.[1];
  const code = error instanceof SourcingError ? toSnakeCase(error.name) : "internal_error";
  const fallback =
    error instanceof SourcingError ? "run `sourcing doctor`" : "report it with the lines on stderr";
  return { code, message: describeError(error).split("\n    at ")[0] ?? "", next: next ?? fallback };
}

function toSnakeCase(name: string): string {
  return name.replace(/(?<!^)[A-Z]/g, "_$&").toLowerCase();
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

function unexplained(code: number): JsonFailure {
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
