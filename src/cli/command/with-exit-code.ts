import { describeError } from "../../operations/describe-error.ts";
import { type ExitCode, endWith, exitCodeForError } from "./exit-code.ts";
import { noteError } from "./json-outcome.ts";

/**
 * Runs one command and sets the exit code of the process. An error is described on stderr.
 * @param work returns an exit code, or null or nothing where the command did what it was asked to do
 */
export async function withExitCode(work: () => Promise<ExitCode | null> | Promise<void>): Promise<void> {
  try {
    endWith((await work()) ?? null);
  } catch (error) {
    noteError(error);
    process.stderr.write(`${describeError(error)}\n`);
    endWith(exitCodeForError(error));
  }
}
