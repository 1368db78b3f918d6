import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { supportsSessions } from "../../src/database/poolers/supports-sessions.ts";
import { HAS_PGBOUNCER, type PgBouncer, startPgBouncer } from "../support/pgbouncer.ts";
import { HAS_REDIS, startRedis } from "../support/redis-server.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";
import { openTestDatabase } from "../support/test-database.ts";

const PATIENCE = { timeout: 30_000 };
/** As an unset variable. */
const ONLY_POOLED = { DATABASE_DIRECT_URL: "" };

async function writeSpec({ folder }: TestCli): Promise<string> {
  const file = join(folder, "specs.csv");
  await writeFile(file, 'spec,job_title,location,nightly\nparis,Product Manager,"Paris, France",yes\n');
  return file;
}

const state = `select (select string_agg(status || ' ' || coalesce(schedule, ''), ', ') from runs) as runs,
  (select count(*)::integer from profiles) as people,
  (select sum(credits)::integer from calls where status = 'settled') as settled`;

// Debian's package, which `.ci/run` installs.
describe.skipIf(!HAS_PGBOUNCER)(
  "behind pgbouncer in transaction mode (skipped where it is not installed)",
  () => {
    let pooler: PgBouncer;
    beforeAll(async () => {
      pooler = await startPgBouncer(inject("postgresUrl"));
    });
    afterAll(() => pooler.close());

    /** The database by way of the pooler. */
    const through = async (url: string) => {
      const pooled = new URL(url);
      pooled.port = new URL(pooler.url).port;
      return pooled.href;
    };
    const withPooledMachine = (use: (cli: TestCli) => Promise<void>) => withCli({ through }, use);

    it("a run that is killed is carried on, and its people can be asked for", async () => {
      await withCli({ through, latencyMs: 20 }, async (cli) => {
        const { simulator, start, sourcing, database } = cli;
        const killed = start(["run", await writeSpec(cli)]);
        await vi.waitUntil(() => simulator.requests.length >= 3, PATIENCE);
        killed.child.kill("SIGKILL");
        await killed.ended;
        expect((await sourcing(["resume"])).code).toBe(0);
        const people = new Set(
          simulator.search({ job_title: ["Product Manager"], location: ["Paris, France"] }),
        );
        const counted = await sourcing(["query", "select count(*) from candidates", "--format", "csv"]);
        expect(counted.stdout).toBe(`count\n${people.size}\n`);
        expect((await sourcing(["export", "--for", "jsonl"])).stdout.trim().split("\n")).toHaveLength(
          people.size,
        );
        const { rows } = await database.db.pool.query(state);
        expect(rows).toMatchObject([{ runs: "done ", people: people.size }]);
        expect(simulator.charged()).toBeGreaterThanOrEqual(rows[0].settled);
        expect(await sourcing(["doctor"])).toMatchObject({
          code: 0,
          stdout: expect.not.stringContaining("warn"),
        });
      });
    });

    it("a worker works the nights", async () => {
      await withPooledMachine(async (cli) => {
        const { sourcing, start, database, simulator } = cli;
        await sourcing(["specs", "import", await writeSpec(cli)]);
        const when = ["--cron", "0 2 * * *", "--tz", "Europe/Paris", "--all", "--budget", "60"];
        expect((await sourcing(["schedule", "set", "nightly", ...when])).code).toBe(0);
        // The newest night is at most a day ago.
        await database.db.pool.query("update schedules set since = now() - interval '25 hours'");
        const worker = start(["worker"]);
        await vi.waitFor(async () => {
          expect((await database.db.pool.query(state)).rows).toEqual([
            { runs: "done nightly", people: 50, settled: 50 },
          ]);
        }, PATIENCE);
        worker.child.kill("SIGTERM");
        expect((await worker.ended).code).toBe(143);
        expect(simulator.charged()).toBe(50);
      });
    });

    it("the queue in Postgres says that it needs DATABASE_DIRECT_URL, and nothing is bought", async () => {
      await withPooledMachine(async (cli) => {
        const { sourcing, simulator, database } = cli;
        const advice = expect.stringContaining(
          "set DATABASE_DIRECT_URL to the address of the database behind it",
        );
        const file = await writeSpec(cli);
        expect(await sourcing(["run", file], ONLY_POOLED)).toMatchObject({ code: 2, stderr: advice });
        expect(await sourcing(["doctor"], ONLY_POOLED)).toMatchObject({ code: 1, stdout: advice });
        const pooledTwice = { DATABASE_DIRECT_URL: `${database.url}?application_name=again` };
        expect(await sourcing(["worker"], pooledTwice)).toMatchObject({
          code: 2,
          stderr: expect.stringContaining("DATABASE_DIRECT_URL leads to a pooler"),
        });
        expect(simulator.requests).toEqual([]);
        expect((await database.db.pool.query(state)).rows).toMatchObject([{ runs: null }]);
      });
    });

    it.skipIf(!HAS_REDIS)("all but the reader's login works with the queue in Redis alone", async () => {
      const redis = await startRedis();
      try {
        await withPooledMachine(async (cli) => {
          const { sourcing, database } = cli;
          const settings = { ...ONLY_POOLED, REDIS_URL: redis.url };
          await database.db.pool.query(
            "drop schema public cascade; drop schema drizzle cascade; create schema public",
          );
          expect((await sourcing(["db", "migrate"], settings)).code).toBe(0);
          expect((await sourcing(["run", await writeSpec(cli), "--max-pages", "2"], settings)).code).toBe(0);
          expect((await database.db.pool.query(state)).rows).toMatchObject([{ people: 50 }]);
          const refused = await sourcing(["query", "select 1"], settings);
          expect(refused).toMatchObject({
            code: 2,
            stderr: expect.stringContaining("set DATABASE_DIRECT_URL"),
          });
          const checked = await sourcing(["doctor"], settings);
          expect(checked).toMatchObject({
            code: 0,
            stdout: expect.stringContaining("warn DATABASE_URL leads to a pooler"),
          });
        });
      } finally {
        await redis.close();
      }
    });

    const DROPS = "ignore_startup_parameters = options";
    const ROLES_PATH = "set search_path = sourcing_queue";
    it.each([
      ["transaction", "refuses settings", [], "reset search_path", false],
      ["transaction", "needs to pass none on", [DROPS], ROLES_PATH, false],
      ["session", "refuses settings", [], "reset search_path", false],
      ["session", "drops settings", [DROPS], "reset search_path", false],
      ["session", "needs to pass none on", [DROPS], ROLES_PATH, true],
    ])("in %s mode, where it %s, sessions are told from none", async (mode, _, settings, change, gives) => {
      const database = await openTestDatabase(inject("postgresUrl"));
      const { pathname } = new URL(database.directUrl);
      await database.db.pool.query(`alter database ${pathname.slice(1)} ${change}`);
      const narrow = await startPgBouncer(database.directUrl, `pool_mode = ${mode}`, ...settings);
      try {
        expect(await supportsSessions(narrow.url)).toBe(gives);
        expect(await supportsSessions(database.directUrl)).toBe(true);
      } finally {
        await narrow.close();
        await database.close();
      }
    });
  },
);
