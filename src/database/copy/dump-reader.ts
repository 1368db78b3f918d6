import type { z } from "zod";
import { UsageError } from "../../values/errors.ts";
import { END_OF_ROWS } from "./dump-format.ts";

const NEWLINE = 10;
const END_LINE = Buffer.from(`${END_OF_ROWS}\n`);
/** More than any header needs. */
const MAX_LINE_BYTES = 1_000_000;

/** Reads a dump from its beginning, piece by piece. */
export class DumpReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #buffer: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** Reads a line of JSON. @throws UsageError if it is missing or something else */
  async readLine<Line>(schema: z.ZodType<Line>): Promise<Line> {
    let end = this.#buffer.indexOf(NEWLINE);
    while (end === -1) {
      if (this.#buffer.length > MAX_LINE_BYTES) throw notADump();
      if (!(await this.#fill())) throw this.#buffer.length === 0 ? cutShort() : notADump();
      end = this.#buffer.indexOf(NEWLINE);
    }
    const line = this.#buffer.subarray(0, end).toString("utf8");
    this.#buffer = this.#buffer.subarray(end + 1);
    const parsed = schema.safeParse(parseJson(line));
    if (!parsed.success) throw notADump();
    return parsed.data;
  }

  /** Reads the rows of a table, as COPY takes them, up to the line that ends them. @throws UsageError if there is none */
  async *rows(): AsyncGenerator<Buffer> {
    let isAtStart = true;
    for (;;) {
      const { end, ended, isAtStart: next } = findEnd(this.#buffer, isAtStart);
      if (end > 0) yield this.#buffer.subarray(0, end);
      this.#buffer = this.#buffer.subarray(ended ? end + END_LINE.length : end);
      if (ended) return;
      isAtStart = next;
      if (!(await this.#fill())) throw cutShort();
    }
  }

  async #fill(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    if (done === true) return false;
    this.#buffer = this.#buffer.length === 0 ? Buffer.from(value) : Buffer.concat([this.#buffer, value]);
    return true;
  }
}

/** Finds how much of a buffer is rows, and whether the line that ends them follows. @param isAtStart of a line */
function findEnd(
  buffer: Buffer,
  isAtStart: boolean,
): { readonly end: number; readonly ended: boolean; readonly isAtStart: boolean } {
  let at = 0;
  let atStart = isAtStart;
  while (at < buffer.length) {
    if (atStart) {
      const begin = buffer.subarray(at, at + END_LINE.length);
      if (begin.equals(END_LINE)) return { end: at, ended: true, isAtStart: true };
      // It may go on in the next chunk.
      if (END_LINE.subarray(0, begin.length).equals(begin)) return { end: at, ended: false, isAtStart: true };
    }
    const newline = buffer.indexOf(NEWLINE, at);
    if (newline === -1) return { end: buffer.length, ended: false, isAtStart: false };
    at = newline + 1;
    atStart = true;
  }
  return { end: buffer.length, ended: false, isAtStart: atStart };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function notADump(): UsageError {
  return new UsageError(
    "this is no dump that `sourcing db dump` wrote, or it is damaged: nothing was restored",
  );
}

function cutShort(): UsageError {
  return new UsageError("the dump ends too early, it was not written to its end: nothing was restored");
}
