import { SourcingError, StoreUnavailable, UsageError } from "../../values/errors.ts";

/** The lines of a server's log that say why it did not start; below this they repeat themselves. */
const TELLING_LINES = 5;

/** Whether an error carries this code of the operating system or of Postgres. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** What a person can do about an error of the file system; domain errors pass unchanged. */
export function explainFailure(error: unknown, home: string): SourcingError {
  if (error instanceof SourcingError) return error;
  if (hasCode(error, "ENOSPC", "EDQUOT")) return diskFull(home);
  if (hasCode(error, "EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST")) {
    return new UsageError(
      `the embedded database cannot use ${home}: point SOURCING_HOME at a folder that this user may write, or set DATABASE_URL`,
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StoreUnavailable(
    `the embedded database could not be used: ${reason}; try again, or set DATABASE_URL`,
  );
}

function diskFull(home: string): StoreUnavailable {
  return new StoreUnavailable(`the disk that holds ${home} is full: free some space and try again`);
}

/**
 * Why a server did not start, or a data folder was not made, from what the program printed.
 * Only for what is printed before the first connection, which holds nobody's data.
 */
export function explainOutput(what: string, output: string, home: string): SourcingError {
  if (/No space left on device|Check free disk space|Disk quota exceeded/i.test(output))
    return diskFull(home);
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const reason = lines.slice(-TELLING_LINES).join("\n  ") || "it printed nothing";
  return new StoreUnavailable(
    `${what}:\n  ${reason}\nMend that and try again, or set DATABASE_URL to use a Postgres of your own`,
  );
}
