import type { RunReport } from "../../runs/run-report.ts";
import { walkExitCodeAfter } from "../../runs/stop-reason.ts";
import { Interrupted, KeyMissing, KeyRejected, SpecInvalid, UsageError } from "../../values/errors.ts";

declare const mark: unique symbol;
/** The exit code of a command. Only this file makes one: a bare number is not assignable to it. */
export type ExitCode = number & { readonly [mark]: true };

const code = (value: number) => value as ExitCode;

const EXIT_CODES = {
  /** The command did what it was asked to do, or there was nothing to do. */
  done: code(0),
  failed: code(1),
  /** The command line or its input was wrong; nothing was done. */
  usage: code(2),
  /** Some specs or rows failed. */
  partlyFailed: code(3),
  /** The key is missing, or the key, its scope or its plan was refused. */
  key: code(4),
  /** A credit limit or an empty balance stopped the run. */
  limit: code(5),
  SIGHUP: code(129),
  SIGINT: code(130),
  SIGTERM: code(143),
};

/** The signals that end a command: a closed terminal, Ctrl-C, a supervisor. */
export const ENDING_SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;
export type EndingSignal = (typeof ENDING_SIGNALS)[number];

/** If the walks of a run ended with several codes, the first of these is that of the command. */
const PRECEDENCE = [
  EXIT_CODES.failed,
  EXIT_CODES.key,
  EXIT_CODES.partlyFailed,
  EXIT_CODES.limit,
  EXIT_CODES.done,
];

/** Whether the command did what it was asked to do. */
export function isDone(chosen: ExitCode): boolean {
  return chosen === EXIT_CODES.done;
}

/** Whether a process that exits with this number was ended by a signal. */
export function isInterrupted(exitCode: number): boolean {
  return ENDING_SIGNALS.some((signal) => EXIT_CODES[signal] === exitCode);
}

/** Chooses the exit code of a command that ended with an error. */
export function exitCodeForError(error: unknown): ExitCode {
  if (error instanceof Interrupted) return EXIT_CODES.SIGINT;
  if (error instanceof UsageError || error instanceof SpecInvalid) return EXIT_CODES.usage;
  return error instanceof KeyMissing || error instanceof KeyRejected ? EXIT_CODES.key : EXIT_CODES.failed;
}

/** Chooses the exit code of a command that waited for a run. @param budgetOk a credit limit that was reached is success */
export function exitCodeForRun({ specs }: Pick<RunReport, "specs">, budgetOk = false): ExitCode {
  const found = new Set<number>(
    specs.flatMap(({ stopReason }) => (stopReason === null ? [] : walkExitCodeAfter(stopReason))),
  );
  const chosen = PRECEDENCE.find((one) => found.has(one)) ?? EXIT_CODES.done;
  return chosen === EXIT_CODES.limit && budgetOk ? EXIT_CODES.done : chosen;
}

/** Chooses the exit code of a command that took some rows or ids. @param failed how many it could not take */
export function exitCodeForRows(failed: number): ExitCode {
  return failed === 0 ? EXIT_CODES.done : EXIT_CODES.partlyFailed;
}

/** Chooses the exit code of a command that does nothing with input that is not valid. */
export function exitCodeForInput(isValid: boolean): ExitCode {
  return isValid ? EXIT_CODES.done : EXIT_CODES.usage;
}

/** Chooses the exit code of a command that succeeds or fails as a whole. */
export function exitCodeForOutcome(isGood: boolean): ExitCode {
  return isGood ? EXIT_CODES.done : EXIT_CODES.failed;
}

/** Chooses the exit code of a command that was ended by a signal. */
export function exitCodeForSignal(signal: EndingSignal): ExitCode {
  return EXIT_CODES[signal];
}

/** Chooses the exit code of a command whose question was not answered with yes, which a closed terminal does too. */
export function exitCodeForRefusal(isTerminalOpen: boolean): ExitCode {
  return isTerminalOpen ? EXIT_CODES.done : EXIT_CODES.SIGHUP;
}

/** Chooses the exit code of a command line that was not parsed. @param parsed the code of Commander; 0: help was shown */
export function exitCodeForCommandLine(parsed: number): ExitCode {
  return exitCodeForInput(parsed === 0);
}

/** Returns the exit code of another program that the command ran. @param ended null: a signal ended the program */
export function exitCodeForProgram(ended: number | null): ExitCode {
  return ended === null ? EXIT_CODES.failed : code(ended);
}

/** Sets the exit code; the process ends when it has nothing left to do. @param chosen null: the command did its work */
export function endWith(chosen: ExitCode | null): void {
  process.exitCode = chosen ?? EXIT_CODES.done;
}

/** Ends the process at once. @param chosen null: no exit code was chosen, and the command has failed */
export function endNow(chosen: ExitCode | null): never {
  process.exit(chosen ?? EXIT_CODES.failed);
}

/** Ends the process at once with the exit code that was set before. */
export function endAsSet(): never {
  process.exit();
}
