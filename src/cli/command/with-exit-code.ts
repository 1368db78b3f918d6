import { describeError, exitCodeForError } from "./exit-code.ts";
import { noteError } from "./json-outcome.ts";

/** Runs one command and leaves its exit code with the process; an error is told on stderr in words. */
export async function withExitCode(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    noteError(error);
    process.stderr.write(`${describeError(error)}\n`);
    process.exitCode = exitCodeForError(error);
  }
}
