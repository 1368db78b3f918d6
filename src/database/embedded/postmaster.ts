import { statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readIfExists } from "../../machine/durable-file.ts";
import {
  commandOfProcess,
  findProcesses,
  startOfProcess,
  userOfProcess,
} from "../../machine/process-table.ts";
import { hasErrorCode } from "../../values/error-code.ts";
import { StoreUnavailable } from "../../values/errors.ts";
import { toClusterName } from "./server-settings.ts";

/** The main process of a server, as its postmaster.pid describes it. */
export interface Postmaster {
  readonly pid: number;
  /** 0 until the server has written it. */
  readonly port: number;
  /** Whether the server accepts connections; false while it starts, recovers or stops. */
  readonly ready: boolean;
}

export const POLL_MS = 15;
const FAST_STOP_MS = 60_000;
const IMMEDIATE_STOP_MS = 10_000;

/** The server that runs on this data folder on this machine, or null. */
export async function findPostmaster(data: string): Promise<Postmaster | null> {
  const found = await readPidFile(data);
  return found !== null && runsServer(found.pid, data) ? found : null;
}

/**
 * Stops the server of this data folder and waits for its end; returns at once if none runs. Open sessions are ended and their
 * transactions rolled back. Call it under the lock.
 * @throws StoreUnavailable if it does not stop; committed data is safe all the same
 */
export async function stopPostmaster(data: string): Promise<void> {
  const found = await findPostmaster(data);
  if (found === null) return;
  signal(found.pid, "SIGINT");
  if (await waitForEnd(found.pid, FAST_STOP_MS)) return;
  signal(found.pid, "SIGQUIT");
  if (await waitForEnd(found.pid, IMMEDIATE_STOP_MS)) return;
  throw new StoreUnavailable(`the embedded database (process ${found.pid}) does not stop: end it by hand`);
}

/**
 * Removes what a server killed with -9 leaves, so that a new one can start: sessions in the middle of a statement, which have
 * not noticed and hold its shared memory, and its postmaster.pid. Call it under the lock, with no server running.
 */
export async function cleanUpStale(data: string): Promise<void> {
  for (const pid of findProcesses(`postgres: ${toClusterName(data)}: `)) {
    if (!isOurs(pid, data)) continue;
    signal(pid, "SIGKILL");
    await waitForEnd(pid, IMMEDIATE_STOP_MS);
  }
  const found = await readPidFile(data);
  if (found !== null && isStale(found.pid, data)) await rm(join(data, "postmaster.pid"), { force: true });
}

async function readPidFile(data: string): Promise<Postmaster | null> {
  const lines = (await readIfExists(join(data, "postmaster.pid")))?.toString("utf8").split("\n") ?? [];
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isInteger(pid) || pid === 0) return null;
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === "ready" };
}

/** After a restart of the machine, or in a new container, another program may have the number. */
function runsServer(pid: number, data: string): boolean {
  return (commandOfProcess(pid)?.includes(` -D ${data} -c `) ?? false) && isOurs(pid, data);
}

/** Whether a process works as this user or as the owner of the data: other users of the machine may give theirs any name. */
function isOurs(pid: number, data: string): boolean {
  const user = userOfProcess(pid);
  return (
    user === null || user === process.getuid?.() || user === statSync(data, { throwIfNoEntry: false })?.uid
  );
}

/**
 * Whether the process has ended or is no server of this data folder: another program, a kernel thread (which has no command
 * line), a zombie, the server of another folder, or a process of another user. Postgres itself takes most of them for a
 * running server.
 */
function isStale(pid: number, data: string): boolean {
  if (startOfProcess(pid) === null || !isOurs(pid, data)) return true;
  return !` ${commandOfProcess(pid)?.trim() ?? ""} `.includes(` -D ${data} `);
}

/** Waits until the process is gone; false: it is still there after `timeoutMs` milliseconds. */
async function waitForEnd(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (startOfProcess(pid) !== null) {
    if (Date.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!hasErrorCode(error, "ESRCH")) throw error;
  }
}
