import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
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

describe("a database without a free connection", () => {
  it.each([0, 1])(
    "but %i ends a run with a sentence, or lets it end well",
    { timeout: 240_000 },
    async (free) => {
      await withCli({}, async (cli) => {
        await leave(free);
        const ran = await cli.start(["run", await specsFile(cli), "--restart", "--yes"], {
          DATABASE_URL: store,
          SUPPRESSION_PEPPER: "the pepper of this store",
        }).ended;
        expect([0, 1], ran.stderr).toContain(ran.code);
        if (ran.code === 1) expect(ran.stderr).toMatch(/connections|queue|database/);
        if (free === 0)
          expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining("all connections") });
      });
    },
  );
});
