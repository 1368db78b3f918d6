import { fsyncSync } from "node:fs";
import type { ExportWriter } from "../../exports/export-people.ts";
import { FileUnwritable } from "../../machine/temporary-file.ts";
import type { ExportLines } from "./export-lines.ts";

/** Writes an export to stdout, no faster than its reader takes it; who is left out is only counted. */
export function makeStdoutSink(lines: ExportLines, signal: AbortSignal): ExportWriter {
  let isBegun = false;
  const begin = async () => {
    if (!isBegun) await write(lines.head, signal);
    isBegun = true;
  };
  // Before the listener that ends the process.
  process.stdout.prependOnceListener("error", ({ code }: NodeJS.ErrnoException) => {
    const why = code === "EPIPE" ? "nobody reads any more" : `stdout cannot be written (${code})`;
    process.stderr.write(`${why}: nothing was recorded\n`);
  });
  return {
    async write(candidates) {
      await begin();
      await write(lines.toText(candidates), signal);
    },
    writeSkipped: async () => {},
    async finish() {
      await begin();
      syncStdout();
    },
    publish: async () => {},
    // What a reader has taken cannot be taken back.
    discard: async () => {},
  };
}

/** Ends once the system has taken all of it; a reader that went away ends the process. */
function write(text: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    process.stdout.write(text, () => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
  });
}

/** A file behind stdout is brought to the disk; a pipe or a terminal has nothing to bring there, and says so. */
function syncStdout(): void {
  try {
    fsyncSync(process.stdout.fd);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code !== "EINVAL" && code !== "ENOTSUP") throw new FileUnwritable("stdout", code);
  }
}
