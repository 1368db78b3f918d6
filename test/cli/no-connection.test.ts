import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { type OwnServer, openOwnServer } from "../support/own-server.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";

let server: OwnServer;
let store: string;
const crowd: pg.Client[] = [];

beforeAll(async () => {
  server = await openOwnServer();
  await server.admin.query("create role crowd login password 'pw'; create role owner login password 'pw'");
  await server.admin.query("create database store owner owner");
  const url = new URL(server.url);
  [url.username, url.password, url.pathname] = ["owner", "pw", "/store"];
  store = url.href;
  await withCli({}, async ({ sourcing }) => {
    expect((await sourcing(["db", "migrate"], { DATABASE_URL: store })).code).toBe(0);
  });
  return async () => {
    for (const client of crowd) await client.end();
    await server.close();
  };
});

/** Has other users take all connections but these. */
async function leave(free: number): Promise<void> {
  const url = new URL(server.url);
  [url.username, url.password, url.pathname] = ["crowd", "pw", "/postgres"];
  for (;;) {
    const client = new pg.Client(url.href);
    client.on("error", () => {});
    try {
      await client.connect();
    } catch {
      break;
    }
    crowd.push(client);
  }
  for (const client of crowd.splice(-free, free)) await client.end();
}

async function specsFile({ folder }: TestCli): Promise<string> {
  const file = join(folder, "specs.csv");
  await writeFile(file, "spec,job_title,max_pages\nparis,Product Manager,1\n");
  return file;
}

async function runWith(free: number, cli: TestCli) {
  await leave(free);
  return cli.start(["run", await specsFile(cli), "--restart", "--yes", "--new-address"], {
    DATABASE_URL: store,
    SUPPRESSION_PEPPER: "the pepper of this store",
  }).ended;
}

describe("a run", () => {
  it("without a free connection ends with a sentence", { timeout: 120_000 }, async () => {
    await withCli({}, async (cli) => {
      const ran = await runWith(0, cli);
      expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining("all connections") });
    });
  });

  it.each([1, 2])(
    "with %i free connections says that there are too few, and buys nothing",
    { timeout: 120_000 },
    async (free) => {
      await withCli({}, async (cli) => {
        const ran = await runWith(free, cli);
        expect([ran.code, ran.stderr]).toEqual([1, expect.stringMatching(/53300.*needs/)]);
        expect(cli.simulator.requests).toEqual([]);
      });
    },
  );

  it.each([3, 4, 5])(
    "with %i free connections fits itself to them and ends well",
    { timeout: 120_000 },
    async (free) => {
      await withCli({}, async (cli) => {
        const { code, stderr } = await runWith(free, cli);
        expect(code, stderr).toBe(0);
        if (free < 5)
          expect(stderr).toMatch(/allows [12] of 6 connections \(53300\): walks wait for each other/);
      });
    },
  );
});

describe("a worker", () => {
  it("holds 10 connections at most while it buys, and 5 while it waits", { timeout: 180_000 }, async () => {
    for (const client of crowd.splice(0)) await client.end();
    await withCli({}, async (cli) => {
      const settings = { DATABASE_URL: store, SUPPRESSION_PEPPER: "the pepper of this store" };
      const rows = Array.from({ length: 12 }, (_, n) => `s${n},Engineer ${n},5`);
      const file = join(cli.folder, "many.csv");
      await writeFile(file, `spec,job_title,max_pages\n${rows.join("\n")}\n`);
      await cli.sourcing(["run", file, "--yes", "--detach", "--new-address"], settings);
      const worker = cli.start(["worker", "--yes", "--new-address"], settings);
      let most = 0;
      await vi.waitFor(
        async () => {
          most = Math.max(most, await countHeld());
          const { rows: runs } = await inStore("select 1 from runs where status <> 'done'");
          expect(runs).toEqual([]);
        },
        { timeout: 90_000, interval: 20 },
      );
      expect(most).toBeGreaterThan(2);
      expect(most).toBeLessThanOrEqual(10);
      await vi.waitFor(async () => expect(await countHeld()).toBeLessThanOrEqual(5), {
        timeout: 60_000,
        interval: 500,
      });
      worker.child.kill("SIGTERM");
      await worker.ended;
    });
  });
});

async function countHeld(): Promise<number> {
  const { rows } = await server.admin.query("select from pg_stat_activity where usename = 'owner'");
  return rows.length;
}

/** As the administrator, whose connection does not count. */
async function inStore(query: string): Promise<pg.QueryResult> {
  const url = new URL(server.url);
  url.pathname = "/store";
  const client = new pg.Client(url.href);
  await client.connect();
  return client.query(query).finally(() => client.end());
}
