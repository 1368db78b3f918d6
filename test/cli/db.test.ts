import { once } from "node:events";
import { createServer } from "node:net";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { withCli } from "../support/test-cli.ts";

const NO_DATABASE = { DATABASE_URL: "" };

/** Lends a port on which somebody listens, and frees it. */
async function withTakenPort<Result>(use: (port: number) => Promise<Result>): Promise<Result> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    return await use(port);
  } finally {
    server.close();
    await once(server, "close");
  }
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("sourcing db serve", () => {
  it("keeps the embedded server up at the port it is given, beside other commands, until Ctrl-C", async () => {
    await withCli({}, async ({ sourcing, start }) => {
      const port = await withTakenPort(async (taken) => {
        const refused = await sourcing(["db", "serve", "--port", String(taken)], NO_DATABASE);
        expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(`port ${taken}`) });
        return taken;
      });
      const { child, ended } = start(["db", "serve", "--port", String(port)], NO_DATABASE);
      const [line] = await once(child.stdout ?? child, "data");
      const url = String(line).trim();
      expect(url).toMatch(new RegExp(`^postgres://sourcing_reader:[0-9a-f]{64}@127.0.0.1:${port}/sourcing$`));
      expect(await ask(url, "select count(*)::integer as people from candidates")).toEqual([{ people: 0 }]);
      await expect(ask(url, "table contacts")).rejects.toThrow("permission denied");
      const beside = await sourcing(["query", "select session_user as who", "--format", "csv"], NO_DATABASE);
      expect(beside.stdout).toBe("who\nsourcing_reader\n");
      const elsewhere = await sourcing(["db", "serve", "--port", "1"], NO_DATABASE);
      expect(elsewhere).toMatchObject({ code: 2, stderr: expect.stringContaining(`up on port ${port}`) });
      child.kill("SIGINT");
      const { code, stderr } = await ended;
      expect(code).toBe(0);
      expect(stderr).toContain(`host 127.0.0.1, port ${port}, database sourcing, user sourcing_reader`);
      await expect(ask(url, "select 1")).rejects.toThrow("ECONNREFUSED");
      const again = await sourcing(["db", "url", "--role", "reader"], NO_DATABASE);
      expect(again.stdout.trim()).toBe(url.replace(/:[0-9a-f]{64}@/, "@"));
    });
  });

  it("says that a server of one's own is up anyway", async () => {
    await withCli({}, async ({ sourcing, database }) => {
      const served = await sourcing(["db", "serve"]);
      expect(served).toMatchObject({
        code: 0,
        stderr: expect.stringContaining("is up without this command"),
      });
      expect(await ask(served.stdout.trim(), "select current_database() as name")).toEqual([
        { name: new URL(database.url).pathname.slice(1) },
      ]);
      expect((await sourcing(["db", "url", "--role", "nobody"])).code).toBe(2);
    });
  });
});

describe("sourcing db roles", () => {
  it("prints what there is, and SQL that makes the others and changes nothing by itself", async () => {
    await withCli({}, async ({ sourcing, database }) => {
      const { code, stdout } = await sourcing(["db", "roles"]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^sourcing_writer \(missing\)/m);
      const recipe = stdout.slice(stdout.indexOf("\n\n"));
      const client = await database.db.pool.connect();
      await client.query(`begin; ${recipe}`);
      const { rows } = await client.query(
        "select pg_has_role('sourcing_writer_login', 'sourcing_writer', 'usage') as works",
      );
      await client.query("rollback");
      client.release();
      expect(rows).toEqual([{ works: true }]);
    });
  });
});
