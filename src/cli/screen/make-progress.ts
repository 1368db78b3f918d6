import type { Progress } from "./progress.ts";
import { makeBars } from "./progress-bars.ts";
import { makeLines } from "./progress-lines.ts";

export interface ProgressOptions {
  readonly isTerminal: boolean;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
}

/** Shows a run by bars on a terminal and by a line for each page elsewhere. */
export function makeProgress(stream: NodeJS.WriteStream, { isTerminal, now }: ProgressOptions): Progress {
  return isTerminal ? makeBars(stream) : makeLines((line) => stream.write(`${line}\n`), now);
}
