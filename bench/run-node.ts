import { spawn } from "node:child_process";
import { once } from "node:events";
import { performance } from "node:perf_hooks";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { findPackageRoot } from "../src/machine/package-root.ts";

/** The built program. */
export const PROGRAM = fileURLToPath(new URL("dist/src/cli/main.js", findPackageRoot()));
/** Has a process say at its end how much memory it had at most, in kB. */
const TELL_MEMORY = `data:text/javascript,
  import { writeSync } from "node:fs";
  process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));`;
/** Characters of what a process said that an error repeats. */
const SHOWN = 2_000;

export interface NodeSurroundings {
  readonly cwd: string;
  /** Beside PATH; nothing else of our own environment is handed on. */
  readonly env: Readonly<Record<string, string>>;
}

export interface NodeRun {
  /** Milliseconds from its start until it had ended. */
  readonly ms: number;
  /** Memory at most, in MB. */
  readonly megabytes: number;
  readonly stdout: string;
}

/** Runs Node in a process of its own. @throws Error with how what it said begins, where it fails */
export async function runNode(args: readonly string[], surroundings: NodeSurroundings): Promise<NodeRun> {
  const before = performance.now();
  const child = start(["--import", TELL_MEMORY, ...args], surroundings, "pipe");
  const closed = once(child, "close");
  const [stdout, said, kilobytes] = await Promise.all([1, 2, 3].map((at) => text(pipeOf(child.stdio[at]))));
  const [code] = await closed;
  if (code !== 0) throw new Error(`${args.join(" ")} failed: ${said?.slice(0, SHOWN)}`);
  return { ms: performance.now() - before, megabytes: Number(kilobytes) / 1_024, stdout: stdout ?? "" };
}

export interface FirstOutput {
  /** Milliseconds from its start to the first byte on stdout. */
  readonly output: number;
  /** Milliseconds from its start until it had ended. */
  readonly end: number;
}

/** Runs Node until it ends, and times its first output. @throws Error with how what it said begins, where it fails */
export async function timeFirstOutput(
  args: readonly string[],
  surroundings: NodeSurroundings,
): Promise<FirstOutput> {
  const before = performance.now();
  const child = start(args, surroundings, "ignore");
  const closed = once(child, "close");
  const said = text(pipeOf(child.stderr));
  await once(pipeOf(child.stdout), "data");
  const output = performance.now() - before;
  const [code] = await closed;
  if (code !== 0) throw new Error(`${args.join(" ")} failed: ${(await said).slice(0, SHOWN)}`);
  return { output, end: performance.now() - before };
}

function start(args: readonly string[], { cwd, env }: NodeSurroundings, third: "pipe" | "ignore") {
  return spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe", third],
  });
}

function pipeOf(pipe: unknown): Readable {
  if (!(pipe instanceof Readable)) throw new TypeError("there is nothing to read");
  return pipe;
}
