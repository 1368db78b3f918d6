import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { commandOfProcess, findProcesses, startOfProcess } from "../../machine/process-table.ts";
import { StoreUnavailable } from "../../values/errors.ts";
import { hasCode } from "./explain-failure.ts";
import { toClusterName } from "./server-settings.ts";

/** The main process of the running server, as its postmaster.pid tells. */
export interface Postmaster {
  readonly pid: number;
  /** 0 until the server has written it. */
  readonly port: number;
  /** Whether it takes connections; false while it starts, recovers or stops. */
  readonly ready: boolean;
}

export const POLL_MS = 15;
const FAST_STOP_MS = 60_000;
const IMMEDIATE_STOP_MS = 10_000;

async function readPidFile(data: string): Promise<Postmaster | null> {
  try {
    const lines = (await readFile(join(data, "postmaster.pid"), "utf8")).split("\n");
    const pid = Math.abs(Number(lines[0]));
    if (!Number.isInteger(pid) || pid === 0) return null;
    return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === "ready" };
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

/** After a restart of the machine, or in a new container, the number may belong to quite another program. */
function runsServer(pid: number, data: string): boolean {
  return commandOfProcess(pid)?.includes(` -D ${data} -c `) ?? false;
}

/** The server that runs on this data folder on this machine, or null. */
export async function findPostmaster(data: string): Promise<Postmaster | null> {
  const found = await readPidFile(data);
  return found !== null && runsServer(found.pid, data) ? found : null;
}

/** Waits until the process is gone; false where it is still there after `patienceMs` milliseconds. */
async function waitForEnd(pid: number, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
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
    if (!hasCode(error, "ESRCH")) throw error;
  }
}

/**
 * Stops the server of this data folder and waits until it is gone; returns at once where none runs.
 * Sessions still open are ended, their transactions rolled back. Call it under the lock.
 *
 * @throws StoreUnavailable where it does not stop; what was committed is safe all the same.
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

/** Postgres takes a process that ended uncollected, or another program with the number, for a running server. */
function misleads(pid: number, data: string): boolean {
  if (startOfProcess(pid) === null) return true;
  return commandOfProcess(pid) !== null && !runsServer(pid, data);
}

/**
 * Clears what a server killed with -9 leaves behind, so that a new one can start: sessions in the middle of a statement
 * have not noticed and would keep its memory, and its postmaster.pid may look like a running server.
 * Call it under the lock, with no server running.
 */
export async function clearRemains(data: string): Promise<void> {
  for (const pid of findProcesses(`postgres: ${toClusterName(data)}: `)) {
    signal(pid, "SIGKILL");
    await waitForEnd(pid, IMMEDIATE_STOP_MS);
  }
  const stale = await readPidFile(data);
  if (stale !== null && misleads(stale.pid, data)) await rm(join(data, "postmaster.pid"), { force: true });
}
