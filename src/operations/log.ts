import pino from "pino";
import type { PurchaseObserver } from "../runs/walk/purchase-observer.ts";
import { SourcingError } from "../values/errors.ts";
import { toPrintableLine } from "../values/printable-text.ts";

/** The only fields of a log line besides its message: ids, reasons and numbers; never people, addresses or keys. */
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
  /** Logs our own errors with their message, others by name and stack frame: their message may hold data of people. */
  failure(error: Error): void;
}

/** Makes the log. @param level as LOG_LEVEL */
export function makeLog(level: string): Log {
  const stderr = pino.destination({ dest: 2, sync: true });
  // A closed terminal or a full disk under the log does not end the worker. Without a listener the error would.
  stderr.on("error", () => {});
  const logger = pino(
    { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    stderr,
  );
  return {
    info: (message, fields = {}) => logger.info(pickFields(fields), toPrintableLine(message)),
    warn: (message, fields = {}) => logger.warn(pickFields(fields), toPrintableLine(message)),
    failure: (error) =>
      logger.error({ error: error.name, at: firstFrame(error) }, toPrintableLine(messageOf(error))),
  };
}

/** How often the same reason for waiting is logged, in milliseconds. */
const REPEATED_MS = 60_000;

/** Makes an observer that logs the results of purchases. */
export function logPurchases(log: Log): PurchaseObserver {
  const quietUntil = new Map<string, number>();
  return {
    waiting(reason) {
      if (performance.now() < (quietUntil.get(reason) ?? 0)) return;
      quietUntil.set(reason, performance.now() + REPEATED_MS);
      log.warn(`buying waits: ${reason}`);
    },
    drained: (words) => log.warn(words),
    callEnded({ callId: call, walkId: walk, outcome, ms }) {
      const fields = { call, walk, reason: outcome, ms: Math.round(ms) };
      if (outcome === "unknown") log.warn("a call may have been charged", fields);
      if (outcome === "refused") log.warn("a call was refused and not charged", fields);
    },
    retried() {},
    walkEnded: ({ walkId: walk, reason }) => log.info("walk ended", { walk, reason }),
  };
}

/** Picks the fields by name: an object of a wider type may have others. */
function pickFields({ run, walk, call, schedule, reason, ms }: LogFields): LogFields {
  const fields = { run, walk, call, schedule, reason, ms };
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    known.map(([name, value]) => [name, typeof value === "string" ? toPrintableLine(value) : value]),
  );
}

function messageOf(error: Error): string {
  return error instanceof SourcingError
    ? error.message
    : "unexpected error in a job; the sweep will try it again";
}

function firstFrame(error: Error): string | undefined {
  if (error instanceof SourcingError) return undefined;
  return (error.stack ?? "")
    .split("\n")
    .find((line) => line.trimStart().startsWith("at "))
    ?.trim();
}
