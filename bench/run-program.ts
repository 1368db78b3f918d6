import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { findPackageRoot } from "../src/package-root.ts";

const PROGRAM = fileURLToPath(new URL("dist/src/cli/main.js", findPackageRoot()));
/** Has the program say at its end how much memory it had at most, in kB. */
const TELL_MEMORY = `data:text/javascript,
  import { writeSync } from "node:fs";
  process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));`;

export interface ProgramRun {
  /** From the start of the process to its end. */
  readonly ms: number;
  /** The most memory that it had. */
  readonly megabytes: number;
}

/**
 * Runs the built program as people run it, in an empty folder.
 * @param env what it needs of the environment beside PATH
 * @param files by name, put into the folder first
 */
export async function runProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Promise<ProgramRun> {
  const folder = await mkdtemp(join(tmpdir(), "sourcing-bench-"));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    return await watchProgram(args, folder, { PATH: process.env.PATH ?? "", HOME: folder, ...env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function watchProgram(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<ProgramRun> {
  const before = performance.now();
  const profiling = process.env.BENCH_NODE_OPTIONS?.split(" ") ?? [];
  const child = spawn(process.execPath, [...profiling, "--import", TELL_MEMORY, PROGRAM, ...args], {
    cwd,
    env,
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  const memory = child.stdio[3];
  if (child.stderr === null || !(memory instanceof Readable)) throw new TypeError("there is nothing to read");
  const [said, kilobytes] = await Promise.all([text(child.stderr), text(memory)]);
  const [code] = await closed;
  if (code !== 0) throw new Error(`sourcing ${args[0]} ended with ${code}: ${said}`);
  return { ms: performance.now() - before, megabytes: Number(kilobytes) / 1_024 };
}
