import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { expectFourSpecs, untilAsked, untilRunIsDone, writeFourSpecs } from "../support/four-specs.ts";
import { expectInvariants } from "../support/invariants.ts";
import { rowsOf } from "../support/leased-walk.ts";
import { type Started, type TestCli, withCli } from "../support/test-cli.ts";

// Many processes side by side: a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000 });

const PROGRAM = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
const API = { latencyMs: 300, people: 20_000 };

async function expectNothingLost({ database, simulator }: TestCli): Promise<void> {
  await expectInvariants(database.db, simulator);
  expect(await rowsOf(database, "select id from calls where status = 'suspense'")).toEqual([]);
}

/**
 * Runs a command on a pseudo-terminal that is closed once the command has written `mark`. Gives its exit code; -N where the
 * signal N ended it.
 */
async function runAndCloseTerminal(cli: TestCli, mark: string, args: readonly string[]): Promise<number> {
  const script = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
seen = b""
while sys.argv[1].encode() not in seen:
    seen += os.read(terminal, 65536)
os.close(terminal)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;
  const child = spawn("python3", ["-c", script, mark, process.execPath, PROGRAM, ...args], {
    cwd: cli.folder,
    env: { ...cli.environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return Number(await text(child.stdout));
}

describe.concurrent("a terminal that is closed", () => {
  it("lets a run finish its pages in flight, as Ctrl-C does, and exit with 129", async () => {
    await withCli(API, async (cli) => {
      const args = ["run", await writeFourSpecs(cli), "--yes"];
      expect(await runAndCloseTerminal(cli, "people", args)).toBe(129);
      await expectNothingLost(cli);
      expect((await cli.sourcing(["resume"])).code).toBe(0);
      await expectFourSpecs(cli);
    });
  });

  it("while a run asks whether it may spend buys nothing", async () => {
    await withCli(API, async (cli) => {
      const args = ["run", await writeFourSpecs(cli)];
      expect(await runAndCloseTerminal(cli, "[y/N]", args)).toBe(129);
      expect(cli.simulator.requests).toEqual([]);
    });
  });
});

describe.concurrent("a hang-up", () => {
  it("that comes several times, as shells send it, does not give up the pages in flight", async () => {
    await withCli({ ...API, latencyMs: 1_500 }, async (cli) => {
      const run = cli.start(["run", await writeFourSpecs(cli)]);
      await untilAsked(cli, 2);
      run.child.kill("SIGHUP");
      run.child.kill("SIGHUP");
      await new Promise((resolve) => run.child.stderr?.once("data", resolve));
      run.child.kill("SIGHUP");
      expect((await run.ended).code).toBe(129);
      await expectNothingLost(cli);
    });
  });

  it("ends a worker after its pages in flight", async () => {
    await withCli(API, async (cli) => {
      await cli.sourcing(["run", await writeFourSpecs(cli), "--detach"]);
      const worker = cli.start(["worker"]);
      await untilAsked(cli, 6);
      worker.child.kill("SIGHUP");
      expect((await worker.ended).code).toBe(129);
      await expectNothingLost(cli);
    });
  });
});

/** Reads the first output of a command and no more, does `work`, and gives the exit code of the command. */
async function exitCodeUnread({ child, ended }: Started, work: () => unknown): Promise<number | null> {
  ended.catch(() => {});
  child.stdout?.destroy();
  child.stderr?.once("data", () => child.stderr?.destroy());
  const exit = once(child, "exit");
  await work();
  return (await exit)[0];
}

describe.concurrent("output that nobody reads any more", () => {
  it("does not end a run, nor change its exit code", async () => {
    await withCli(API, async (cli) => {
      const run = cli.start(["run", await writeFourSpecs(cli)]);
      expect(await exitCodeUnread(run, () => {})).toBe(0);
      await expectFourSpecs(cli);
    });
  });

  it("does not end a worker", async () => {
    await withCli(API, async (cli) => {
      await cli.sourcing(["run", await writeFourSpecs(cli), "--detach"]);
      const worker = cli.start(["worker"]);
      const isDone = untilRunIsDone(cli);
      expect(await exitCodeUnread(worker, () => isDone.then(() => worker.child.kill("SIGTERM")))).toBe(143);
      await expectFourSpecs(cli);
    });
  });
});

describe.skipIf(process.platform !== "linux")("a full disk under the output", () => {
  /** Runs a shell line in which $SOURCING is the program. */
  async function shell(cli: TestCli, line: string): Promise<number> {
    const child = spawn("sh", ["-c", line], {
      cwd: cli.folder,
      env: { ...cli.environment, SOURCING: `${process.execPath} ${PROGRAM}` },
      stdio: "ignore",
    });
    const [code] = await once(child, "exit");
    return Number(code);
  }

  it("of messages does not end a run, and of its result fails it when all is bought", async () => {
    await withCli({ ...API, latencyMs: 0 }, async (cli) => {
      const file = await writeFourSpecs(cli);
      expect(await shell(cli, `$SOURCING run ${file} --json > out.json 2> /dev/full`)).toBe(0);
      await expectFourSpecs(cli);
      expect(await shell(cli, `$SOURCING runs last --json > /dev/full 2> /dev/null`)).toBe(1);
      expect(await shell(cli, `$SOURCING run ${file} --json > /dev/full 2> /dev/full`)).toBe(1);
    });
  });
});
