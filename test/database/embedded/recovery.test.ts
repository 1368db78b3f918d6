import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { openEmbeddedPostgres } from "../../../src/database/embedded/open-embedded-postgres.ts";
import { toClusterName } from "../../../src/database/embedded/server-settings.ts";
import { findProcesses } from "../../../src/machine/process-table.ts";
import { type Checkout, compileCheckout } from "./support/checkout.ts";
import { spawnCommand } from "./support/command-process.ts";
import {
  ask,
  isRunning,
  makeTemporaryFolder,
  readServerPid,
  removeHome,
  until,
} from "./support/test-home.ts";

const OTHER_USER = 12_345;

let checkout: Checkout;
let home: string;
beforeAll(async () => {
  checkout = compileCheckout();
  home = makeTemporaryFolder();
  const opened = await openEmbeddedPostgres({ home });
  await ask(opened.url, "create table kept (n int)");
  await opened.close();
});
afterAll(async () => {
  await removeHome(home);
  checkout.remove();
});
beforeEach(() => expect(readdirSync(join(home, "embedded", "clients"))).toEqual([]));
afterEach(() => {
  expect(readdirSync(join(home, "embedded", "clients"))).toEqual([]);
  expect(sessions()).toEqual([]);
});

function sessions(): number[] {
  return findProcesses(`postgres: ${toClusterName(join(home, "embedded", "data"))}: `);
}

it("attaches to the server that a killed command left, and stops it when done", async () => {
  const command = spawnCommand(checkout, { home });
  await command.report();
  const server = readServerPid(home);
  await command.kill();
  expect(isRunning(server)).toBe(true);

  const next = await openEmbeddedPostgres({ home });
  expect(next.startedHere).toBe(false);
  expect(readServerPid(home)).toBe(server);
  await next.close();
  expect(isRunning(server)).toBe(false);
});

it("keeps the server for a living command when another one was killed", async () => {
  const killed = spawnCommand(checkout, { home });
  const { url } = await killed.report();
  const living = spawnCommand(checkout, { home });
  await living.report();
  await killed.kill();
  const passing = await openEmbeddedPostgres({ home });
  await passing.close();
  expect(await ask(url ?? "", "select 1")).toBe(1);
  expect(await living.close()).toBe(0);
});

it("recovers what was committed after the server was killed", async () => {
  const first = await openEmbeddedPostgres({ home });
  await ask(first.url, "insert into kept values (41)");
  const server = readServerPid(home);
  process.kill(server, "SIGKILL");
  await until(() => !isRunning(server));

  const second = await openEmbeddedPostgres({ home });
  expect(second.startedHere).toBe(true);
  expect(await ask(second.url, "select n from kept where n = 41")).toBe(41);
  await first.close();
  expect(await ask(second.url, "select 1")).toBe(1);
  await second.close();
});

it("recovers after both were killed while a session runs a statement and has not noticed", async () => {
  const command = spawnCommand(checkout, { home });
  const { url } = await command.report();
  const busy = new Client({ connectionString: url ?? "" });
  busy.on("error", () => {});
  await busy.connect();
  const running = busy.query("select count(*) from generate_series(1, 1000000000000)").catch(() => {});
  const server = readServerPid(home);
  await until(() => sessions().some((pid) => / SELECT/.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"))));
  process.kill(server, "SIGKILL");
  await command.kill();

  const next = await openEmbeddedPostgres({ home });
  expect(next.startedHere).toBe(true);
  expect(await ask(next.url, "select 1")).toBe(1);
  await running;
  await next.close();
});

/** A kernel thread; null where none can be seen, as in most containers. */
const kernelThread = readNameOfProcess(2) === "kthreadd" ? 2 : null;

function readNameOfProcess(pid: number): string | null {
  const file = `/proc/${pid}/comm`;
  return existsSync(file) ? readFileSync(file, "utf8").trim() : null;
}

it.for([
  { whose: "another program", pid: process.ppid },
  { whose: "the first process", pid: 1 },
  { whose: "a kernel thread", pid: kernelThread },
])("starts although $whose has the number in postmaster.pid by now", async ({ pid, whose }, { skip }) => {
  if (pid === null) return skip(`${whose} cannot be seen here`);
  const first = await openEmbeddedPostgres({ home });
  const file = join(home, "embedded", "data", "postmaster.pid");
  const [server, ...rest] = readFileSync(file, "utf8").split("\n");
  process.kill(Number(server), "SIGKILL");
  await until(() => !isRunning(Number(server)));
  writeFileSync(file, [pid, ...rest].join("\n"));

  const second = await openEmbeddedPostgres({ home });
  expect(second.startedHere).toBe(true);
  await Promise.all([first.close(), second.close()]);
});

it.runIf(process.getuid?.() === 0)(
  "starts although another user gave processes the names of its own, and leaves those alone",
  async () => {
    const data = join(home, "embedded", "data");
    const names = [`postgres: ${toClusterName(data)}: checkpointer`, `postgres -D ${data} -c port=1`];
    const [session, server] = names.map((argv0) =>
      spawn("sleep", ["600"], { argv0, uid: OTHER_USER, cwd: "/" }),
    );
    const first = await openEmbeddedPostgres({ home });
    const file = join(data, "postmaster.pid");
    const [own, ...rest] = readFileSync(file, "utf8").split("\n");
    process.kill(Number(own), "SIGKILL");
    await until(() => !isRunning(Number(own)));
    writeFileSync(file, [server?.pid, ...rest].join("\n"));

    const second = await openEmbeddedPostgres({ home });
    expect(second.startedHere).toBe(true);
    await Promise.all([first.close(), second.close()]);
    for (const decoy of [session, server]) {
      expect(isRunning(decoy?.pid ?? 0)).toBe(true);
      decoy?.kill();
      await until(() => decoy?.signalCode !== null);
    }
  },
);

it("takes another port when its own is occupied", async () => {
  const first = await openEmbeddedPostgres({ home });
  const { port } = new URL(first.url);
  await first.close();
  const squatter = createServer().listen(Number(port), "127.0.0.1");
  await new Promise((resolve) => squatter.once("listening", resolve));
  const second = await openEmbeddedPostgres({ home });
  expect(new URL(second.url).port).not.toBe(port);
  await second.close();
  await new Promise((resolve) => squatter.close(resolve));
});

it("is not blocked by commands that were killed while they started the server", async () => {
  const commands = [1, 2, 3].map(() => spawnCommand(checkout, { home }));
  const folder = join(home, "embedded", "lock");
  await until(() => readdirSync(folder).length > 0);
  await Promise.all(commands.map((command) => command.kill()));
  const next = await openEmbeddedPostgres({ home });
  expect(await ask(next.url, "select 1")).toBe(1);
  await next.close();
  expect(readdirSync(folder)).toEqual([]);
});

it("makes the cluster again after a kill in the middle of the first start", async () => {
  const fresh = makeTemporaryFolder();
  const command = spawnCommand(checkout, { home: fresh });
  const root = join(fresh, "embedded");
  const listDrafts = () =>
    readdirSync(fresh).length > 0 && readdirSync(root).filter((n) => n.startsWith("data.new-"));
  await until(() => listDrafts() !== false && JSON.stringify(listDrafts()) !== "[]");
  await command.kill();
  const next = await openEmbeddedPostgres({ home: fresh });
  expect(next.startedHere).toBe(true);
  expect(await ask(next.url, "select 1")).toBe(1);
  await next.close();
  await removeHome(fresh);
});
