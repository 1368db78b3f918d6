import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { HAS_REDIS, startRedis } from "../support/redis-server.ts";
import { listen, type TestCli, withCli } from "../support/test-cli.ts";
import { startReceiver } from "../support/webhook-target.ts";

const PATIENCE = { timeout: 30_000 };

async function oneSpec({ folder }: TestCli, more = ""): Promise<string> {
  const file = join(folder, "one.csv");
  await writeFile(
    file,
    `spec,job_title,location,max_pages\nparis-pm,Product Manager,"Paris, France",${more}\n`,
  );
  return file;
}

async function portOf(log: () => string): Promise<string> {
  return vi.waitUntil(() => /metrics on port (\d+)/.exec(log())?.[1], PATIENCE);
}

const QUEUES: readonly [
  "postgres" | "redis",
  () => Promise<{ url: string; close(): Promise<void> } | null>,
][] = [
  ["postgres", async () => null],
  ["redis", startRedis],
];

for (const [kind, open] of QUEUES) {
  describe.skipIf(kind === "redis" && !HAS_REDIS)(`a worker on a queue in ${kind}`, () => {
    it("is ready once its canary came through the queue, and shows what it does", async () => {
      const redis = await open();
      try {
        await withCli({}, async (cli) => {
          const settings = { METRICS_PORT: "0", ...(redis === null ? {} : { REDIS_URL: redis.url }) };
          await cli.sourcing(["run", await oneSpec(cli, "2"), "--detach"], settings);
          const worker = cli.start(["worker"], settings);
          const port = await portOf(listen(worker));
          const get = (path: string) => fetch(`http://127.0.0.1:${port}/${path}`);
          await vi.waitUntil(async () => (await get("readyz")).status === 200, PATIENCE);
          expect((await get("healthz")).status).toBe(200);
          const shown = await vi.waitUntil(async () => {
            const text = await (await get("metrics")).text();
            return text.includes('sourcing_runs{status="done"} 1') && text;
          }, PATIENCE);
          expect(shown).toContain('sourcing_credits{account="spent"} 50');
          expect(shown).toContain('sourcing_calls_total{outcome="answered"} 2');
          expect(shown).toContain('sourcing_profiles{outcome="new"} 50');
          expect(shown).toContain('sourcing_walks_ended_total{reason="max_pages"} 1');
          expect(shown).toContain("sourcing_database_up 1");
          expect(shown).toMatch(/sourcing_queue_jobs\{state="(?:wait|waiting)"\} \d/);
          expect(shown).not.toMatch(/paris|walk_id|run_id/);
          worker.child.kill("SIGTERM");
          expect((await worker.ended).code).toBe(143);
          const { rows } = await cli.database.db.pool.query("select name from workers");
          expect(rows).toEqual([]);
        });
      } finally {
        await redis?.close();
      }
    });
  });
}

describe("a worker", () => {
  it("tells the webhook of the runs that it ended, also of the last", async () => {
    const receiver = await startReceiver();
    try {
      await withCli({}, async (cli) => {
        const settings = { RUN_WEBHOOK_URL: receiver.url };
        await cli.sourcing(["run", await oneSpec(cli, "1"), "--detach"]);
        const worker = cli.start(["worker"], settings);
        await vi.waitUntil(() => receiver.received.length === 1, PATIENCE);
        worker.child.kill("SIGTERM");
        await worker.ended;
        expect((await cli.sourcing(["run", await oneSpec(cli, "2")], settings)).code).toBe(0);
        expect(receiver.received.map(({ body }) => JSON.parse(body).run.runId)).toEqual([1, 2]);
        receiver.answerWith(500);
        const untold = await cli.sourcing(["run", await oneSpec(cli, "3")], settings);
        expect(untold.code).toBe(0);
        expect(untold.stderr).toContain("did not take the report");
      });
    } finally {
      await receiver.close();
    }
  });

  it("finishes the page in flight when it is told to stop, and asks for no other", async () => {
    await withCli({ latencyMs: 1_500 }, async (cli) => {
      const { simulator, database } = cli;
      await cli.sourcing(["run", await oneSpec(cli, "9"), "--detach"]);
      const worker = cli.start(["worker"]);
      await vi.waitUntil(() => simulator.requests.length === 2, PATIENCE);
      worker.child.kill("SIGTERM");
      expect((await worker.ended).code).toBe(143);
      expect(simulator.requests).toHaveLength(2);
      const { rows } = await database.db.pool.query(
        `select count(*) filter (where applied_at is not null)::integer as applied,
           count(*) filter (where status <> 'settled')::integer as open,
           (select lease_owner from walks) as holder from calls`,
      );
      expect(rows).toEqual([{ applied: 2, open: 0, holder: null }]);
    });
  });

  it("puts a page in flight into suspense when it is told twice", async () => {
    await withCli({ latencyMs: 30_000 }, async (cli) => {
      const { simulator, database } = cli;
      await cli.sourcing(["run", await oneSpec(cli, "9"), "--detach"]);
      const worker = cli.start(["worker"]);
      const log = listen(worker);
      await vi.waitUntil(() => simulator.requests.length === 1, PATIENCE);
      worker.child.kill("SIGTERM");
      await vi.waitUntil(() => log().includes("Finishing the pages"), PATIENCE);
      worker.child.kill("SIGTERM");
      expect((await worker.ended).code).toBe(143);
      const { rows } = await database.db.pool.query("select status from calls");
      expect(rows).toEqual([{ status: "suspense" }]);
      expect(simulator.requests).toHaveLength(1);
    });
  });
});
