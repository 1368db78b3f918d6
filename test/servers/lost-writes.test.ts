import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type LyingPooler, startLyingPooler } from "../support/lying-pooler.ts";
import { HAS_PGPOOL, type Pgpool, startPgpool } from "../support/pgpool.ts";
import { EXAMPLE_SPECS, type TestCli, withCli } from "../support/test-cli.ts";

const atPort = (url: string, port: string) => Object.assign(new URL(url), { port }).href;
const countRows =
  "select (select count(*)::integer from workers) as workers, (select held from ledger_state) as held";

async function expectRefusal(cli: TestCli, words: string, environment: Record<string, string> = {}) {
  const { sourcing, simulator, database } = cli;
  for (const command of [["run", EXAMPLE_SPECS, "--budget", "100"], ["resume"], ["worker"]]) {
    const refused = await sourcing(command, environment);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
    expect(refused.stderr).toContain("backend_clustering_mode = 'streaming_replication'");
  }
  expect(await sourcing(["doctor"], environment)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining(`FAIL database: ${words}`),
  });
  expect(simulator.requests).toEqual([]);
  expect((await database.db.pool.query(countRows)).rows).toEqual([{ workers: 0, held: false }]);
}

describe("a pooler that throws away what is committed", () => {
  let pooler: LyingPooler;
  beforeAll(async () => {
    pooler = await startLyingPooler(inject("postgresUrl"));
  });
  afterAll(() => pooler.close());

  it("is refused by run, resume, worker and doctor before anything is bought", async () => {
    await withCli({ through: async (url) => atPort(url, pooler.port) }, (cli) =>
      expectRefusal(cli, "DATABASE_URL leads to a pooler that throws writes away"),
    );
  });

  it("is refused as the only address too", async () => {
    await withCli({ through: async (url) => atPort(url, pooler.port) }, (cli) =>
      expectRefusal(cli, "DATABASE_URL leads to a pooler that throws writes away", {
        DATABASE_DIRECT_URL: "",
      }),
    );
  });

  it("is not blamed where the two addresses lead to two databases", async () => {
    await withCli({}, async (one) => {
      await withCli({}, async (other) => {
        const environment = { DATABASE_DIRECT_URL: other.database.url };
        const refused = await one.sourcing(["run", EXAMPLE_SPECS, "--budget", "100"], environment);
        expect(refused).toMatchObject({
          code: 2,
          stderr: expect.stringContaining("leads to another database than DATABASE_URL"),
        });
      });
    });
  });
});

describe("a store whose writes are kept", () => {
  it("keeps no trace of the check", async () => {
    await withCli({}, async ({ sourcing, database }) => {
      expect(await sourcing(["doctor"])).toMatchObject({ code: 0 });
      const run = await sourcing(["run", EXAMPLE_SPECS, "--budget", "100"]);
      expect(run.stderr).not.toContain("pooler");
      expect((await database.db.pool.query(countRows)).rows).toEqual([{ workers: 0, held: false }]);
    });
  });
});

// Debian's package, which `.ci/run` installs.
describe.skipIf(!HAS_PGPOOL)("behind pgpool (skipped where it is not installed)", () => {
  const withPgpool = async (mode: "raw" | "streaming_replication", use: (pool: Pgpool) => Promise<void>) => {
    const pool = await startPgpool(inject("postgresUrl"), mode);
    try {
      await use(pool);
    } finally {
      await pool.close();
    }
  };

  it("raw mode, which throws away what the queue writes, is refused as the address of the server", async () => {
    await withPgpool("raw", (pool) =>
      withCli({ through: async (url) => atPort(url, pool.port) }, (cli) =>
        expectRefusal(cli, "DATABASE_URL leads to a pooler that throws writes away", {
          DATABASE_DIRECT_URL: "",
        }),
      ),
    );
  });

  it("raw mode before the tables alone keeps a hold, and a run buys what it stores", async () => {
    await withPgpool("raw", (pool) =>
      withCli({ through: async (url) => atPort(url, pool.port) }, async (cli) => {
        const { sourcing, database } = cli;
        expect((await sourcing(["hold"])).code).toBe(0);
        expect((await database.db.pool.query(countRows)).rows).toEqual([{ workers: 0, held: true }]);
        expect((await sourcing(["release"])).code).toBe(0);
        expect(await sourcing(["doctor"])).toMatchObject({ code: 0 });
        const run = await sourcing(["run", EXAMPLE_SPECS, "--budget", "200"]);
        expect(run.stderr).not.toContain("pooler");
        const { rows } = await database.db.pool.query(
          "select sum(credits)::integer as credits from calls where status = 'settled'",
        );
        expect(rows).toEqual([{ credits: cli.simulator.charged() }]);
      }),
    );
  });

  it("streaming_replication works as the only address", async () => {
    await withPgpool("streaming_replication", (pool) =>
      withCli({ through: async (url) => atPort(url, pool.port) }, async ({ sourcing }) => {
        const environment = { DATABASE_DIRECT_URL: "" };
        expect(await sourcing(["doctor"], environment)).toMatchObject({ code: 0 });
      }),
    );
  });
});
