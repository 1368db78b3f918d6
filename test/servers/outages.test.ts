import { describe, expect, it, vi } from "vitest";
import {
  expectFourSpecs,
  untilAsked,
  untilNobodyWalks,
  untilRunIsDone,
  writeFourSpecs,
} from "../support/four-specs.ts";
import { startPgProxy } from "../support/pg-proxy.ts";
import { HAS_REDIS, type RedisServer, startRedis } from "../support/redis-server.ts";
import { type Started, type TestCli, withCli } from "../support/test-cli.ts";

// Many processes side by side: a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000 });

const API = { latencyMs: 40, people: 20_000 };
const BOTH = ["run", "worker"] as const;

/** Empties every table of the queue in Postgres. */
async function emptyPostgresQueue({ database }: TestCli): Promise<void> {
  const { pool } = database.db;
  const { rows } = await pool.query(
    "select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema = 'sourcing_queue' and table_type = 'BASE TABLE' and table_name not like '%migration%'",
  );
  expect(rows.length).toBeGreaterThan(0);
  await pool.query(`truncate ${rows.map(({ name }) => name).join(", ")} cascade`);
}

/** Has four searches bought by a command that waits for them, or by a worker. */
async function startFour(
  cli: TestCli,
  who: (typeof BOTH)[number],
  settings: Record<string, string> = {},
): Promise<Started> {
  const file = await writeFourSpecs(cli);
  if (who === "run") return cli.start(["run", file], settings);
  await cli.sourcing(["run", file, "--detach"], settings);
  return cli.start(["worker"], settings);
}

async function expectGoodEnd(cli: TestCli, who: (typeof BOTH)[number], { child, ended }: Started) {
  await untilRunIsDone(cli);
  if (who === "worker") child.kill("SIGTERM");
  expect((await ended).code).toBe(who === "worker" ? 143 : 0);
  await expectFourSpecs(cli);
}

async function withRedis(use: (cli: TestCli, redis: RedisServer) => Promise<void>): Promise<void> {
  const redis = await startRedis();
  try {
    await withCli(API, (cli) => use(cli, redis));
  } finally {
    await redis.close();
  }
}

describe.concurrent("a queue in Postgres", () => {
  it.each(BOTH)("that is emptied in the middle of a run is filled again by a %s", async (who) => {
    await withCli(API, async (cli) => {
      const started = await startFour(cli, who);
      await untilAsked(cli, 3);
      await emptyPostgresQueue(cli);
      await expectGoodEnd(cli, who, started);
    });
  });
});

describe.skipIf(!HAS_REDIS).concurrent("a queue in Redis", () => {
  it.each(BOTH)("that is emptied in the middle of a run is filled again by a %s", async (who) => {
    await withRedis(async (cli, redis) => {
      const started = await startFour(cli, who, { REDIS_URL: redis.url });
      await untilAsked(cli, 3);
      await redis.command("flushall");
      await expectGoodEnd(cli, who, started);
    });
  });

  it.each(BOTH)("that dies and comes back empty does not keep a %s from going on", async (who) => {
    await withRedis(async (cli, redis) => {
      const started = await startFour(cli, who, { REDIS_URL: redis.url });
      await untilAsked(cli, 3);
      await redis.kill();
      await untilNobodyWalks(cli);
      await redis.start();
      await expectGoodEnd(cli, who, started);
    });
  });

  it.each(BOTH)("that comes back from an old dump makes a %s buy nothing twice", async (who) => {
    await withRedis(async (cli, redis) => {
      const started = await startFour(cli, who, { REDIS_URL: redis.url });
      await untilAsked(cli, 2);
      await redis.command("save");
      await untilAsked(cli, 8);
      await redis.kill();
      await redis.start();
      await expectGoodEnd(cli, who, started);
    });
  });

  it.each(BOTH)("does not keep a %s from stopping while it is away", async (who) => {
    await withRedis(async (cli, redis) => {
      const started = await startFour(cli, who, { REDIS_URL: redis.url });
      await untilAsked(cli, 3);
      await redis.kill();
      await untilNobodyWalks(cli);
      const asked = cli.simulator.requests.length;
      started.child.kill("SIGTERM");
      expect((await started.ended).code).toBe(143);
      expect(cli.simulator.requests).toHaveLength(asked);
      await redis.start();
      await cli.sourcing(["resume"], { REDIS_URL: redis.url });
      await expectFourSpecs(cli);
    });
  });

  it("need not be there when a run is left to the workers", async () => {
    await withRedis(async (cli, redis) => {
      const worker = cli.start(["worker"], { REDIS_URL: redis.url });
      await redis.command("flushall");
      await cli.sourcing(["run", await writeFourSpecs(cli), "--detach"], { REDIS_URL: redis.url });
      await redis.command("flushall");
      await expectGoodEnd(cli, "worker", worker);
    });
  });
});

describe.concurrent("a Postgres whose links are cut", () => {
  it.each(BOTH)(
    "does not keep a %s from going on, and what was paid for meanwhile is stored",
    async (who) => {
      await withCli(API, async (cli) => {
        const { database } = cli;
        const link = await startPgProxy(database.url);
        try {
          const started = await startFour(cli, who, { DATABASE_URL: link.url });
          await untilAsked(cli, 4);
          link.cut();
          await database.db.pool.query(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
          );
          const asked = cli.simulator.requests.length;
          await database.db.pool.query("select pg_sleep(1.5)");
          expect(cli.simulator.requests.length).toBeLessThanOrEqual(asked + 4);
          link.restore();
          await expectGoodEnd(cli, who, started);
        } finally {
          await link.close();
        }
      });
    },
  );
});
