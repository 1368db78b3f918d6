import { spawn } from "node:child_process";
import { once } from "node:events";
import { performance } from "node:perf_hooks";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { findPackageRoot } from "../src/machine/package-root.ts";

/** The built program. */
export const PROGRAM = fileURLToPath(new URL("dist/src/cli/main.js", findPackageRoot()));
const TELL_USAGE = new URL("./tell-usage.js", import.meta.url).href;
/** As `tell-usage.ts` writes it. */
const usageSchema = z.tuple([z.number(), z.number(), z.number()]);
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
  /** Processor seconds of all its threads, by the system's accounting. */
  readonly processorSeconds: number;
  /** Statements that it had Postgres execute, BEGIN and COMMIT among them. */
  readonly statements: number;
  readonly stdout: string;
}

/** Runs Node in a process of its own. @throws Error with how what it said begins, where it fails */
export async function runNode(args: readonly string[], surroundings: NodeSurroundings): Promise<NodeRun> {
  const before = performance.now();
  const child = start(["--import", TELL_USAGE, ...args], surroundings, "pipe");
  const closed = once(child, "close");
  const [stdout, said, usage] = await Promise.all([1, 2, 3].map((at) => text(pipeOf(child.stdio[at]))));
  const [code] = await closed;
  if (code !== 0) throw new Error(`${args.join(" ")} failed: ${said?.slice(0, SHOWN)}`);
  const ms = performance.now() - before;
  const [kilobytes, microseconds, statements] = usageSchema.parse(JSON.parse(usage ?? ""));
  return {
    ms,
    megabytes: kilobytes / 1_024,
    processorSeconds: microseconds / 1e6,
    statements,
    stdout: stdout ?? "",
  };
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
