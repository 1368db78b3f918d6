import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { inject, vi } from "vitest";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/simulator.ts";
import { openTestDatabase, TEST_SCHEMA, type TestDatabase } from "./test-database.ts";

const PROGRAM = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
export const EXAMPLE_SPECS = fileURLToPath(new URL("../../examples/specs.csv", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** A machine on which commands are run: a folder, a database, the simulated API, and nothing else in the environment. */
export interface TestCli {
  readonly simulator: Simulator;
  readonly database: TestDatabase;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs a command to its end: within this process, but for those that need one of their own. */
  sourcing(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Starts a command. @param node the program that runs it; default: the Node of the tests */
  start(args: readonly string[], environment?: Readonly<Record<string, string>>, node?: string): Started;
}

export interface TestCliOptions extends SimulatorOptions {
  /** Gives the address under which the database is used in place of its own. */
  readonly through?: (url: string) => Promise<string>;
}

/** Lends a machine and takes it back, whatever happens. */
export async function withCli(
  { through, ...options }: TestCliOptions,
  use: (cli: TestCli) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sourcing-cli-"));
  const simulator = await startSimulator(options);
  const database = await openTestDatabase(inject("postgresUrl"), through === undefined ? {} : { through });
  const environment = {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    DATABASE_URL: database.url,
    DATABASE_SCHEMA: TEST_SCHEMA,
    ...(database.url === database.directUrl ? {} : { DATABASE_DIRECT_URL: database.directUrl }),
    LEONAR_API_KEY: simulator.key,
    LEONAR_BASE_URL: simulator.baseUrl,
    // More than any test spends: a run that nothing limits is refused.
    DAILY_CREDIT_LIMIT: "1000000",
  };
  const children = new Set<ChildProcess>();
  const start: TestCli["start"] = (args, more = {}, node = process.execPath) => {
    const child = spawn(node, [PROGRAM, ...args], {
      cwd: folder,
      env: { ...environment, ...more },
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.add(child);
    return { child, ended: waitFor(child) };
  };
  const runHere = async (args: readonly string[], all: Readonly<Record<string, string>>): Promise<Ended> => {
    // Loaded by the first command, because few test files run any.
    const { isRunningCommand, runInProcess } = await import("./command-in-process.ts");
    return isRunningCommand() ? start(args, all).ended : runInProcess(args, { folder, environment: all });
  };
  try {
    await use({
      simulator,
      database,
      folder,
      environment,
      start,
      sourcing: (args, more = {}) =>
        needsProcess(args, more) ? start(args, more).ended : runHere(args, { ...environment, ...more }),
    });
  } finally {
    for (const child of children) child.kill("SIGKILL");
    await simulator.close();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Workers end by signals alone; psql writes past Node; NODE_OPTIONS are read at the start of a process. */
function needsProcess(args: readonly string[], environment: Readonly<Record<string, string>>): boolean {
  return args[0] === "worker" || args[1] === "psql" || args[1] === "serve" || "NODE_OPTIONS" in environment;
}

/** What a command has written on stderr so far. */
export function listen({ child }: Started): () => string {
  let said = "";
  child.stderr?.on("data", (text) => {
    said += text;
  });
  return () => said;
}

/** Waits until a worker that was just started is at work. @throws what the worker said, if it ends instead */
export async function untilReady(worker: Started): Promise<void> {
  const log = listen(worker);
  const { child } = worker;
  await vi.waitUntil(
    () => {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the worker ended: ${log()}`);
      return log().includes("worker ready");
    },
    { timeout: 300_000 },
  );
}

async function waitFor(child: ChildProcess): Promise<Ended> {
  const code = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [stdout, stderr] = await Promise.all([read(child.stdout), read(child.stderr)]);
  return { code: await code, stdout, stderr };
}

function read(stream: ChildProcess["stdout"]): Promise<string> {
  return stream === null ? Promise.resolve("") : text(stream);
}
