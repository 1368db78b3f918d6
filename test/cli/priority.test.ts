import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { HAS_REDIS, startRedis } from "../support/redis-server.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";

/** In the order of the file; one number for each spec. */
const PRIORITIES = [3, 14, 1, 5, 9, 2, 6, 12, 8, 11, 7, 13, 10, 4, 0];

async function writeSpecs({ folder }: TestCli): Promise<string> {
  const file = join(folder, "many.csv");
  const rows = PRIORITIES.map((priority) => `p-${priority},Product Manager,"Paris, France",${priority}`);
  await writeFile(file, `spec,job_title,location,priority\n${rows.join("\n")}\n`);
  return file;
}

const QUEUES: readonly ["postgres" | "redis", typeof startRedis | null][] = [
  ["postgres", null],
  ["redis", startRedis],
];

for (const [kind, open] of QUEUES) {
  describe.skipIf(kind === "redis" && !HAS_REDIS)(`a run on a queue in ${kind}`, () => {
    const byPriority = [...PRIORITIES].sort((one, other) => other - one).map((priority) => `p-${priority}`);

    for (const concurrency of ["1", "4"]) {
      it(`makes the first calls by priority, ${concurrency} at once`, async () => {
        const redis = await open?.();
        try {
          await withCli({ latencyMs: 50 }, async (cli) => {
            const settings = {
              WALK_CONCURRENCY: concurrency,
              ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
            };
            const run = await cli.sourcing(["run", await writeSpecs(cli), "--max-pages", "2"], settings);
            expect(run.code, run.stderr).toBe(0);
            const { rows } = await cli.database.db.pool.query(
              "select spec from calls where page = 1 order by id",
            );
            expect(rows.map(({ spec }) => spec)).toEqual(byPriority);
          });
        } finally {
          await redis?.close();
        }
      });
    }

    it("takes a budget to every spec before it takes any further", async () => {
      const redis = await open?.();
      try {
        await withCli({ latencyMs: 20 }, async (cli) => {
          const settings = redis === undefined ? {} : { REDIS_URL: redis.url };
          const run = await cli.sourcing(["run", await writeSpecs(cli), "--budget", "1000"], settings);
          expect(run.code, run.stderr).toBe(5);
          const { rows } = await cli.database.db.pool.query("select spec, pages from walks order by id");
          // 40 pages: two for each spec, and a third for the ten that are most urgent.
          expect(rows.map(({ spec, pages }) => [spec, Number(pages)])).toEqual(
            byPriority.map((spec, place) => [spec, place < 10 ? 3 : 2]),
          );
        });
      } finally {
        await redis?.close();
      }
    });
  });
}
