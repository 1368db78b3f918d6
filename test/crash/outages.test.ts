import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { type Machine, withMachine } from "../support/cli.ts";
import { expectFourSpecs, untilAsked, untilRunIsDone, writeFourSpecs } from "../support/outage.ts";
import { startPgProxy } from "../support/pg-proxy.ts";
import { HAS_REDIS, startRedis } from "../support/redis-server.ts";

const API = { latencyMs: 40, people: 20_000 };

/** Empties every table of the queue in Postgres. */
async function emptyPostgresQueue({ database }: Machine): Promise<void> {
  const { pool } = database.db;
  const { rows } = await pool.query(
    "select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema = 'sourcing_queue' and table_type = 'BASE TABLE' and table_name not like '%migration%'",
  );
  expect(rows.length).toBeGreaterThan(0);
  await pool.query(`truncate ${rows.map(({ name }) => name).join(", ")} cascade`);
}

async function flushRedis(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushall();
  redis.disconnect();
}

describe("a queue that is emptied in the middle of a run", () => {
  it.each(["run", "worker"])("in Postgres is filled again by a %s", async (who) => {
    await withMachine(API, async (machine) => {
      const file = await writeFourSpecs(machine);
      if (who === "worker") await machine.sourcing(["run", file, "--detach"]);
      const started = machine.start(who === "worker" ? ["worker"] : ["run", file]);
      await untilAsked(machine, 3);
      await emptyPostgresQueue(machine);
      await untilRunIsDone(machine);
      started.child.kill("SIGTERM");
      await started.ended;
      await expectFourSpecs(machine);
    });
  });

  it.skipIf(!HAS_REDIS).each(["run", "worker"])("in Redis is filled again by a %s", async (who) => {
    const redis = await startRedis();
    try {
      await withMachine(API, async (machine) => {
        const settings = { REDIS_URL: redis.url };
        const file = await writeFourSpecs(machine);
        if (who === "worker") await machine.sourcing(["run", file, "--detach"], settings);
        const started = machine.start(who === "worker" ? ["worker"] : ["run", file], settings);
        await untilAsked(machine, 3);
        await flushRedis(redis.url);
        await untilRunIsDone(machine);
        started.child.kill("SIGTERM");
        await started.ended;
        await expectFourSpecs(machine);
      });
    } finally {
      await redis.close();
    }
  });
});

it.skipIf(!HAS_REDIS)("a Redis that dies and comes back empty does not end a run", async () => {
  const redis = await startRedis();
  try {
    await withMachine(API, async (machine) => {
      const run = machine.start(["run", await writeFourSpecs(machine)], { REDIS_URL: redis.url });
      await untilAsked(machine, 3);
      await redis.kill();
      await untilAsked(machine, 5);
      await redis.start();
      expect((await run.ended).code).toBe(0);
      await expectFourSpecs(machine);
    });
  } finally {
    await redis.close();
  }
});

it("a Postgres that restarts does not end a run, and what was paid for meanwhile is stored", async () => {
  await withMachine(API, async (machine) => {
    const { database } = machine;
    const link = await startPgProxy(database.url);
    try {
      const run = machine.start(["run", await writeFourSpecs(machine)], { DATABASE_URL: link.url });
      await untilAsked(machine, 4);
      link.cut();
      await database.db.pool.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
      );
      const asked = machine.simulator.requests.length;
      await database.db.pool.query("select pg_sleep(1.5)");
      expect(machine.simulator.requests.length).toBeLessThanOrEqual(asked + 4);
      link.restore();
      expect((await run.ended).code).toBe(0);
      await expectFourSpecs(machine);
    } finally {
      await link.close();
    }
  });
});
