import { openSync } from "node:fs";
import { Writable } from "node:stream";
import { runProgram } from "../../src/cli/program.ts";
import type { Ended } from "./test-cli.ts";

/** What a command finds around it. */
export interface CommandPlace {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Neither a file nor a terminal, as a pipe: there is nothing to bring to a disk. */
const NO_FILE = openSync("/dev/null", "w");

let isBusy = false;

/** Tells whether a command is running in this process: environment and working folder are those of the whole process. */
export function isRunningCommand(): boolean {
  return isBusy;
}

/**
 * Runs a command to its end within this process, as `node main.js ARGS` does with nobody at the terminal. Starting Node and
 * loading the program takes longer than most commands.
 */
export async function runInProcess(args: readonly string[], place: CommandPlace): Promise<Ended> {
  isBusy = true;
  const restore = enter(place);
  const [stdout, stderr] = [replaceStream("stdout"), replaceStream("stderr")];
  process.exitCode = undefined;
  try {
    await runProgram(args);
    return { code: Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    stdout.restore();
    stderr.restore();
    restore();
    isBusy = false;
  }
}

/** Gives the process another environment and folder; returns the way back. */
function enter({ folder, environment }: CommandPlace): () => void {
  const before = { environment: { ...process.env }, folder: process.cwd(), exitCode: process.exitCode };
  setEnvironment(environment);
  process.chdir(folder);
  return () => {
    process.chdir(before.folder);
    setEnvironment(before.environment);
    process.exitCode = before.exitCode;
  };
}

function setEnvironment(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
}

/** Puts a stream that keeps what is written in the place of one of the process. */
function replaceStream(name: "stdout" | "stderr"): { text: () => string; restore: () => void } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    decodeStrings: true,
    write(chunk: Buffer, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  const original = Object.getOwnPropertyDescriptor(process, name);
  if (original === undefined) throw new Error(`this process has no ${name}`);
  Object.defineProperty(process, name, {
    value: Object.assign(stream, { fd: NO_FILE }),
    configurable: true,
    enumerable: true,
  });
  return {
    text: () => Buffer.concat(chunks).toString("utf8"),
    restore: () => void Object.defineProperty(process, name, original),
  };
}
