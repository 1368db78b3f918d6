import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hasEmbeddedData } from "../../../src/database/embedded/embedded-paths.ts";
import {
  type EmbeddedPostgres,
  openEmbeddedPostgres,
} from "../../../src/database/embedded/open-embedded-postgres.ts";
import { StoreUnavailable, UsageError } from "../../../src/values/errors.ts";
import { type Checkout, compileCheckout } from "./support/checkout.ts";
import { spawnCommand } from "./support/command-process.ts";
import { ask, isRunning, makeTemporaryFolder, readServerPid, removeHome } from "./support/test-home.ts";

let checkout: Checkout;
beforeAll(() => {
  checkout = compileCheckout();
});
afterAll(() => checkout.remove());

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

describe("a running server", () => {
  let home: string;
  let opened: EmbeddedPostgres;
  beforeAll(async () => {
    home = makeTemporaryFolder();
    opened = await openEmbeddedPostgres({ home });
  });
  afterAll(async () => {
    await opened.close();
    expect(readdirSync(join(home, "embedded", "clients"))).toEqual([]);
    await removeHome(home);
  });

  it("is a durable UTF-8 Postgres 18 with the database asked for", async () => {
    expect(opened.startedHere).toBe(true);
    expect(opened.url).toMatch(/^postgres:\/\/sourcing:[\w-]{43}@127\.0\.0\.1:\d+\/sourcing$/);
    expect(await ask(opened.url, "select current_setting('server_version_num')::int / 10000")).toBe(18);
    expect(await ask(opened.url, "select current_database()")).toBe("sourcing");
    expect(await ask(opened.url, "show server_encoding")).toBe("UTF8");
    expect(await ask(opened.url, "select lower('ÉCOLE')")).toBe("école");
    expect(
      await ask(opened.url, "select current_setting('fsync') || current_setting('synchronous_commit')"),
    ).toBe("onon");
  });

  it("is refused without the password and listens on no other address", async () => {
    const { hostname, port } = new URL(opened.url);
    const wrong = opened.url.replace(/:[\w-]{43}@/, ":guess@");
    await expect(ask(wrong, "select 1")).rejects.toMatchObject({ code: "28P01" });
    expect(await ask(opened.url, "show listen_addresses")).toBe("127.0.0.1");
    expect(await canConnect(hostname, Number(port))).toBe(true);
    expect(await canConnect("127.0.0.2", Number(port))).toBe(false);
    expect(await canConnect("::1", Number(port))).toBe(false);
  });

  it("lets only the owner read password, data and log", () => {
    for (const path of [
      "embedded",
      "secrets",
      "secrets/postgres-password",
      "embedded/data",
      "embedded/server.log",
    ]) {
      expect(statSync(join(home, path)).mode & 0o077, path).toBe(0);
    }
  });

  it("writes no value of a failed statement to its log", async () => {
    await ask(opened.url, "create table if not exists emails (address text unique)");
    const insert = "insert into emails values ('jane@example.org')";
    await ask(opened.url, insert);
    await expect(ask(opened.url, insert)).rejects.toMatchObject({ code: "23505" });
    await expect(ask(opened.url, "select 'jane@example.org'::int")).rejects.toMatchObject({ code: "22P02" });
    expect(readFileSync(join(home, "embedded", "server.log"), "utf8")).not.toContain("jane");
  });

  it("creates a second database when a command names one", async () => {
    const other = await openEmbeddedPostgres({ home, databaseName: "another" });
    expect(await ask(other.url, "select current_database()")).toBe("another");
    expect(other.startedHere).toBe(false);
    await other.close();
    expect(await ask(opened.url, "select 1")).toBe(1);
  });

  it("refuses a database name that would need quotes", async () => {
    await expect(openEmbeddedPostgres({ home, databaseName: 'a"b' })).rejects.toBeInstanceOf(UsageError);
  });
});

describe("a server that commands share", () => {
  let home: string;
  beforeEach(() => {
    home = makeTemporaryFolder();
  });
  afterEach(() => removeHome(home));

  it("lets a second command use the server of the first, and only the last one out stops it", async () => {
    const first = spawnCommand(checkout, { home });
    const started = await first.report();
    const server = readServerPid(home);
    const second = spawnCommand(checkout, { home });
    const attached = await second.report();

    expect([started.startedHere, attached.startedHere]).toEqual([true, false]);
    expect(attached.url).toBe(started.url);
    expect(await first.close()).toBe(0);
    expect(readServerPid(home)).toBe(server);
    expect(await ask(attached.url ?? "", "select 1")).toBe(1);
    expect(await second.close()).toBe(0);
    expect(isRunning(server)).toBe(false);
    expect(readdirSync(join(home, "embedded", "lock"))).toEqual([]);

    const third = await openEmbeddedPostgres({ home });
    expect(third.url).toBe(started.url);
    await Promise.all([third.close(), third.close()]);
    expect(hasEmbeddedData(home)).toBe(true);
  });

  it("makes one cluster and one server when four commands start at once", async () => {
    const commands = [1, 2, 3, 4].map(() => spawnCommand(checkout, { home }));
    const reports = await Promise.all(commands.map((command) => command.report()));
    expect(new Set(reports.map((report) => report.url)).size).toBe(1);
    expect(reports.filter((report) => report.startedHere)).toHaveLength(1);
    const server = readServerPid(home);
    expect(await Promise.all(commands.map((command) => command.close()))).toEqual([0, 0, 0, 0]);
    expect(isRunning(server)).toBe(false);
    expect(readdirSync(join(home, "embedded")).filter((name) => name.startsWith("data"))).toEqual(["data"]);
  });

  it("does not stop the server when the terminal interrupts the commands", async () => {
    const command = spawnCommand(checkout, { home });
    const { url } = await command.report();
    const server = readServerPid(home);
    process.kill(-command.pid, "SIGINT");
    expect(await command.report()).toEqual({ interrupted: true });
    expect(await ask(url ?? "", "select 1")).toBe(1);
    expect(readServerPid(home)).toBe(server);
    expect(await command.close()).toBe(0);
    expect(isRunning(server)).toBe(false);
  });
});

describe("an embedded server that cannot work", () => {
  let home: string;
  beforeEach(() => {
    home = makeTemporaryFolder();
    mkdirSync(join(home, "embedded", "data"), { recursive: true });
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it("says that another version of Postgres made the data", async () => {
    writeFileSync(join(home, "embedded", "data", "PG_VERSION"), "17\n");
    const opening = openEmbeddedPostgres({ home });
    await expect(opening).rejects.toBeInstanceOf(UsageError);
    await expect(opening).rejects.toThrow(/made by Postgres 17/);
  });

  it("says that the password of existing data is missing", async () => {
    writeFileSync(join(home, "embedded", "data", "PG_VERSION"), "18\n");
    await expect(openEmbeddedPostgres({ home })).rejects.toThrow(/put .*postgres-password back/);
  });

  it("shows why the server does not start", async () => {
    writeFileSync(join(home, "embedded", "data", "PG_VERSION"), "18\n");
    mkdirSync(join(home, "secrets"));
    writeFileSync(join(home, "secrets", "postgres-password"), "secret");
    const opening = openEmbeddedPostgres({ home });
    await expect(opening).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(opening).rejects.toThrow(/does not start:\n.*(FATAL|could not|cannot)/s);
    expect(readdirSync(join(home, "embedded", "clients"))).toEqual([]);
  });

  it("says that the home is not a folder", async () => {
    writeFileSync(join(home, "file"), "");
    const opening = openEmbeddedPostgres({ home: join(home, "file") });
    await expect(opening).rejects.toThrow(/SOURCING_HOME/);
  });

  it("refuses to start a second server while one runs on another machine", async () => {
    rmSync(join(home, "embedded", "data"), { recursive: true });
    mkdirSync(join(home, "embedded", "clients"), { recursive: true });
    const heart = join(home, "embedded", "clients", "7.100.0123456789abcdef.other-host~1");
    const beating = setInterval(() => writeFileSync(heart, "beat"), 20);
    writeFileSync(heart, "");
    try {
      await expect(openEmbeddedPostgres({ home })).rejects.toThrow(/in use by process 7 on other-host/);
    } finally {
      clearInterval(beating);
    }
    expect(hasEmbeddedData(home)).toBe(false);
  });
});
