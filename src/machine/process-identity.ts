import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { startOfProcess } from "./process-table.ts";

/** Names one process so that a later one with the same number is not taken for it. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque digits: ticks since boot on Linux, seconds since 1970 elsewhere. */
  readonly startedAt: string;
  /** Where process numbers mean the same: this boot of this machine, and within it one container. */
  readonly machine: string;
  /** For people to read; never compared. */
  readonly hostname: string;
}

/** `elsewhere`: another machine or container, whose processes cannot be seen from here. */
export type Liveness = "alive" | "dead" | "elsewhere";

const IDENTITY_PATTERN = /^(\d+)\.(\d+)\.([0-9a-f]{16})\.([A-Za-z0-9.-]+)$/;

function describeMachine(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

let current: ProcessIdentity | undefined;

/** The identity of the process that asks. */
export function currentProcessIdentity(): ProcessIdentity {
  current ??= {
    pid: process.pid,
    startedAt: startOfProcess(process.pid) ?? "0",
    machine: createHash("sha256").update(describeMachine()).digest("hex").slice(0, 16),
    hostname: hostname().replaceAll(/[^A-Za-z0-9.-]/g, "-") || "unnamed",
  };
  return current;
}

/** One string of letters, digits, dots and dashes: fits a file name and a text column. */
export function formatProcessIdentity(identity: ProcessIdentity): string {
  return `${identity.pid}.${identity.startedAt}.${identity.machine}.${identity.hostname}`;
}

/** Reads what `formatProcessIdentity` wrote; null for anything else. */
export function parseProcessIdentity(text: string): ProcessIdentity | null {
  const [, pid, startedAt, machine, host] = IDENTITY_PATTERN.exec(text) ?? [];
  if (pid === undefined || startedAt === undefined || machine === undefined || host === undefined)
    return null;
  return { pid: Number(pid), startedAt, machine, hostname: host };
}

/** Whether the process still runs, as far as it can be told from here. */
export function livenessOf(identity: ProcessIdentity): Liveness {
  if (identity.machine !== currentProcessIdentity().machine) return "elsewhere";
  return startOfProcess(identity.pid) === identity.startedAt ? "alive" : "dead";
}

/** False only where the process provably has ended; one that cannot be seen from here counts as alive. */
export function isAlive(identity: ProcessIdentity): boolean {
  return livenessOf(identity) !== "dead";
}
