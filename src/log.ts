import pino from "pino";
import { SourcingError } from "./domain/errors.ts";

/** The log of the long-lived worker: JSON lines on stderr that name ids, counts and reasons, never people or keys. */
export interface Log {
  info(message: string): void;
  /** Our own errors with their words, others by kind and place only: their words may hold people's data. */
  failure(error: Error): void;
}

/** Makes the log. `level` as in LOG_LEVEL. */
export function makeLog(level: string): Log {
  const logger = pino(
    { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
  return {
    info: (message) => logger.info(message),
    failure: (error) => logger.error({ error: error.name, at: placeOf(error) }, wordsOf(error)),
  };
}

function wordsOf(error: Error): string {
  return error instanceof SourcingError
    ? error.message
    : "unexpected error in a job; the sweep will try it again";
}

function placeOf(error: Error): string | undefined {
  if (error instanceof SourcingError) return undefined;
  return (error.stack ?? "")
    .split("\n")
    .find((line) => line.trimStart().startsWith("at "))
    ?.trim();
}
