import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { stopPostmaster } from "../../../../src/database/embedded/postmaster.ts";

const PATIENCE_MS = 20_000;

export function makeTemporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "sourcing-embedded-"));
}

/** Stops whatever a failed test left running there, then removes the folder. */
export async function removeHome(home: string): Promise<void> {
  await stopPostmaster(join(home, "embedded", "data"));
  rmSync(home, { recursive: true, force: true });
}

/** Number of the server's main process. */
export function readServerPid(home: string): number {
  return Number(readFileSync(join(home, "embedded", "data", "postmaster.pid"), "utf8").split("\n")[0]);
}

export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** The first column of the first row. */
export async function ask(url: string, statement: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query({ text: statement, rowMode: "array" });
    return result.rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** Waits for a condition by looking again and again. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("waited in vain");
    await delay(10);
  }
}
