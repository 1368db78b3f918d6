import { pipeline } from "node:stream/promises";

/** Writes to stdout as fast as it is read there, until the end, until its reader has gone or until `signal`. */
export async function writeOut(chunks: AsyncIterable<string>, signal?: AbortSignal): Promise<void> {
  try {
    await pipeline(chunks, process.stdout, { end: false, ...(signal === undefined ? {} : { signal }) });
  } catch (error) {
    // A reader that has seen enough, such as `head`, is no failure.
    if (!(error instanceof Error && "code" in error && error.code === "EPIPE")) throw error;
  }
}
