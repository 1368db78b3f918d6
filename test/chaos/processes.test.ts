import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { expectFourSpecs, untilAsked, untilRunIsDone, writeFourSpecs } from "../support/four-specs.ts";
import { HAS_REDIS, startRedis } from "../support/redis-server.ts";
import { specOf } from "../support/test-app.ts";
import { type TestCli, untilReady, withCli } from "../support/test-cli.ts";

const API = { latencyMs: 100, people: 20_000 };

async function stop(...started: ReturnType<TestCli["start"]>[]): Promise<void> {
  for (const { child } of started) child.kill("SIGTERM");
  await Promise.all(started.map(({ ended }) => ended));
}

it("a worker frozen for 90 s finds its walks in other hands, and opens no call", async () => {
  await withCli(API, async (cli) => {
    const { simulator, database } = cli;
    await cli.sourcing(["run", await writeFourSpecs(cli), "--detach"]);
    const frozen = cli.start(["worker"]);
    await untilAsked(cli, 3);
    frozen.child.kill("SIGSTOP");
    const other = cli.start(["worker"]);
    await Promise.all([delay(90_000), untilRunIsDone(cli)]);
    const asked = simulator.requests.length;
    frozen.child.kill("SIGCONT");
    await delay(5_000);
    expect(simulator.requests).toHaveLength(asked);
    await stop(frozen, other);
    const { rows } = await database.db.pool.query(
      `select count(*) filter (where status = 'sent')::integer as sent, sum(credits)::integer as settled,
         coalesce(sum(reserved_credits) filter (where status = 'suspense'), 0)::integer as suspense from calls`,
    );
    const [{ sent, settled, suspense } = { sent: -1, settled: -1, suspense: -1 }] = rows;
    expect(sent).toBe(0);
    expect(simulator.charged()).toBeGreaterThanOrEqual(settled);
    expect(simulator.charged()).toBeLessThanOrEqual(settled + suspense);
  });
});

it.skipIf(!HAS_REDIS).each([3, 20, 120])(
  "a Redis that is away for %i s ends no run, of worker or command",
  async (seconds) => {
    const redis = await startRedis();
    try {
      await withCli(API, async (cli) => {
        const settings = { REDIS_URL: redis.url };
        // Idle first: the worker has nothing to do while its queue is away, and hears of the run all the same.
        const worker = cli.start(["worker"], settings);
        await untilReady(worker);
        await redis.kill();
        await delay(seconds * 1000);
        await redis.start();
        await cli.sourcing(["run", await writeFourSpecs(cli), "--detach"], settings);
        await untilAsked(cli, 3);
        await redis.kill();
        await delay(seconds * 1000);
        await redis.start();
        await untilRunIsDone(cli);
        await stop(worker);
        await expectFourSpecs(cli);
      });
    } finally {
      await redis.close();
    }
  },
);

it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
  "twenty processes on one budget of 1,000 never overspend it (%i of 10)",
  async () => {
    await withCli({ latencyMs: 20, people: 100_000 }, async (cli) => {
      const { folder, simulator, database } = cli;
      const file = join(folder, "many.csv");
      const search = specOf("any", { job_title: ["Product Manager"] }).search;
      const rows = Array.from({ length: 20 }, (_, place) => `many-${place},${search.job_title?.join("|")}`);
      await writeFile(file, `spec,job_title\n${rows.join("\n")}\n`);
      await cli.sourcing(["run", file, "--budget", "1000", "--detach"]);
      const workers = Array.from({ length: 20 }, () => cli.start(["worker"], { WALK_CONCURRENCY: "2" }));
      await untilRunIsDone(cli);
      await stop(...workers);
      expect(simulator.charged()).toBeLessThanOrEqual(1_000);
      expect(simulator.charged()).toBeGreaterThan(900);
      const { rows: booked } = await database.db.pool.query(
        "select sum(credits)::integer as credits from calls",
      );
      expect(booked).toEqual([{ credits: simulator.charged() }]);
    });
  },
);
