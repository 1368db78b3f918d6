import { type FileHandle, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import { syncFolder } from "../../machine/durable-file.ts";
import { errorCode, hasErrorCode } from "../../values/error-code.ts";
import { SourcingError, UsageError } from "../../values/errors.ts";

/** Where a dump is written. */
export interface DumpTarget {
  /** Has the dump written; the file is on the disk and complete, or it is removed. @throws SourcingError, or what `write` throws */
  finish<Result>(write: (out: Writable) => Promise<Result>): Promise<Result>;
}

/**
 * Makes a new file that only its owner may read, or takes stdout for `-`. An existing file is never overwritten, and a symbolic
 * link never followed. @throws UsageError
 */
export async function openDumpTarget(file: string): Promise<DumpTarget> {
  if (file === "-") return { finish: (write) => reportFailure("stdout", stdout(), write) };
  const handle = await openNew(file);
  return {
    async finish(write) {
      // It is brought to the disk and closed at its end, and closed where it fails.
      const out = handle.createWriteStream({ flush: true });
      try {
        const result = await reportFailure(file, out, write);
        out.end();
        await finished(out);
        await syncFolder(dirname(file));
        return result;
      } catch (error) {
        out.destroy();
        await rm(file, { force: true });
        throw error;
      }
    },
  };
}

function stdout(): Writable {
  if (process.stdout.isTTY)
    throw new UsageError(
      "a dump is not for a terminal: pipe it into a program that encrypts it, or name a file",
    );
  return process.stdout;
}

async function openNew(file: string): Promise<FileHandle> {
  try {
    return await open(file, "wx", 0o600);
  } catch (error) {
    if (hasErrorCode(error, "EEXIST"))
      throw new UsageError(`${file} is there already, and is not overwritten`);
    throw new UsageError(`${file} cannot be written (${errorCode(error) ?? "unknown error"})`);
  }
}

/** An error of the output must not look like one of the database. */
async function reportFailure<Result>(
  name: string,
  out: Writable,
  write: (out: Writable) => Promise<Result>,
): Promise<Result> {
  let failure: Error | null = null;
  // Without a listener the error would end the process.
  out.on("error", (error) => {
    failure = error;
  });
  try {
    return await write(out);
  } catch (error) {
    // A stream emits its error after it has failed the write.
    await setImmediate();
    if (failure === null) throw error;
    const why = errorCode(failure) ?? "unknown error";
    throw new SourcingError(`${name} cannot be written (${why}): the dump is not complete`);
  }
}
