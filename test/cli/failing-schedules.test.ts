import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { HAS_REDIS, startRedis } from "../support/redis-server.ts";
import { listen, withCli } from "../support/test-cli.ts";

const PATIENCE = { timeout: 60_000 };
/** Rows that another version, or SQL of a person, may have written. Their names come before and after the good one's. */
const BROKEN = [
  ["a-no-cron", "when it suits", "UTC"],
  ["b-no-zone", "0 2 * * *", "Mars/Olympus"],
  ["c-no-day", "0 2 30 2 *", "UTC"],
  ["x-too-many", "0 2 * * * * * *", "UTC"],
  ["z-no-minute", "99 2 * * *", "Europe/Paris"],
] as const;

describe("schedules that cannot be computed", () => {
  it.each(HAS_REDIS ? ["postgres", "redis"] : ["postgres"])(
    "end no worker, are reported, and keep no other schedule from its firing (queue in %s)",
    async (kind) => {
      const redis = kind === "redis" ? await startRedis() : null;
      try {
        await withCli({}, async ({ folder, sourcing, start, database, simulator }) => {
          const file = join(folder, "specs.csv");
          await writeFile(
            file,
            'spec,job_title,location,nightly\nparis,Product Manager,"Paris, France",yes\n',
          );
          await sourcing(["specs", "import", file]);
          await sourcing(["schedule", "set", "m-good", "--cron", "0 2 * * *", "--all", "--budget", "50"]);
          const insert = `insert into schedules (name, cron, time_zone, selection, budget_credits)
            values ($1, $2, $3, '{"kind": "all"}', 50)`;
          for (const row of BROKEN) await database.db.pool.query(insert, [...row]);
          await database.db.pool.query("update schedules set since = now() - interval '25 hours'");
          const worker = start(["worker"], redis === null ? {} : { REDIS_URL: redis.url });
          const log = listen(worker);
          await vi.waitUntil(() => simulator.charged() === 50, PATIENCE);
          await vi.waitUntil(
            () => BROKEN.every(([name]) => log().includes(`schedule ${name} cannot be fired`)),
            PATIENCE,
          );
          const wrong = await sourcing(["doctor"]);
          expect(wrong.code).toBe(1);
          const table = await sourcing(["schedule", "list"]);
          expect(table).toMatchObject({ code: 0, stdout: expect.stringContaining("m-good") });
          for (const [name] of BROKEN) {
            expect(wrong.stdout).toContain(`schedule ${name} cannot be computed`);
            expect(table.stdout).toContain(name);
          }
          const listed: unknown = JSON.parse((await sourcing(["schedule", "list", "--json"])).stdout);
          expect(listed).toHaveLength(BROKEN.length + 1);
          expect(await sourcing(["status"])).toMatchObject({ code: 0 });
          for (const [name] of BROKEN)
            expect(await sourcing(["schedule", "remove", name])).toMatchObject({ code: 0 });
          expect(await sourcing(["doctor"])).toMatchObject({ code: 0 });
          expect(worker.child.exitCode).toBeNull();
          worker.child.kill("SIGTERM");
          expect((await worker.ended).code).toBe(143);
        });
      } finally {
        await redis?.close();
      }
    },
  );
});
