import pino from "pino";
import type { PurchaseObserver } from "../runs/walk/purchase-observer.ts";
import { SourcingError } from "../values/errors.ts";

/** All that a line may carry besides its message: ids, reasons and figures; never people, addresses or keys. */
export interface LogFields {
  readonly run?: number;
  readonly walk?: number;
  readonly call?: number;
  readonly schedule?: string;
  readonly reason?: string;
  readonly ms?: number;
}

/** The log of the long-lived worker: JSON lines on stderr. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
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
    info: (message, fields = {}) => logger.info(onlyAllowed(fields), message),
    warn: (message, fields = {}) => logger.warn(onlyAllowed(fields), message),
    failure: (error) => logger.error({ error: error.name, at: placeOf(error) }, wordsOf(error)),
  };
}

/** Logs what buying comes to. */
export function logBuying(log: Log): PurchaseObserver {
  return {
    callEnded({ callId: call, walkId: walk, outcome, ms }) {
      const fields = { call, walk, reason: outcome, ms: Math.round(ms) };
      if (outcome === "unknown") log.warn("nobody knows whether a call was charged", fields);
      if (outcome === "refused") log.warn("a call was refused, for nothing", fields);
    },
    retried() {},
    walkEnded: ({ walkId: walk, reason }) => log.info("walk ended", { walk, reason }),
  };
}

/** What a type allows, another version of it may not: fields are picked by name. */
function onlyAllowed({ run, walk, call, schedule, reason, ms }: LogFields): LogFields {
  const fields = { run, walk, call, schedule, reason, ms };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
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
