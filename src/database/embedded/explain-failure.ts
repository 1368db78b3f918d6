import { hasErrorCode } from "../../values/error-code.ts";
import { SourcingError, StoreUnavailable, UsageError } from "../../values/errors.ts";

/** The last lines of a program's output say why it ended. */
const SHOWN_LINES = 5;

/** Turns an error of the file system into one that says what to do; errors of our own pass unchanged. */
export function explainFailure(error: unknown, home: string): SourcingError {
  if (error instanceof SourcingError) return error;
  if (hasErrorCode(error, "ENOSPC", "EDQUOT")) return diskFull(home);
  if (hasErrorCode(error, "EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST")) {
    return new UsageError(
      `the embedded database cannot use ${home}: point SOURCING_HOME at a folder that this user may write, or set DATABASE_URL`,
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StoreUnavailable(
    `the embedded database could not be used: ${reason}; try again, or set DATABASE_URL`,
  );
}

/**
 * Explains from its output why a program failed. Only for output from before the first connection, which holds no data of people.
 * @param what the first line of the message
 */
export function explainOutput(what: string, output: string, home: string): SourcingError {
  if (/No space left on device|Check free disk space|Disk quota exceeded/i.test(output))
    return diskFull(home);
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const reason = lines.slice(-SHOWN_LINES).join("\n  ") || "it printed nothing";
  return new StoreUnavailable(
    `${what}:\n  ${reason}\nCorrect that and try again, or set DATABASE_URL to use a Postgres of your own`,
  );
}

function diskFull(home: string): StoreUnavailable {
  return new StoreUnavailable(`the disk that holds ${home} is full: free some space and try again`);
}
