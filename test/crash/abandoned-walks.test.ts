import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { HAS_REDIS, startRedis } from "../support/redis-server.ts";
import { listen, type Started, type TestCli, untilReady, withCli } from "../support/test-cli.ts";

const PAGES = 12;
const PATIENCE = { timeout: 120_000 };

type Settings = Readonly<Record<string, string>>;

const QUEUES: readonly ["postgres" | "redis", typeof startRedis | null][] = [
  ["postgres", null],
  ["redis", startRedis],
];

/** A machine with a file of one spec, and the settings of the queue. */
async function withQueue(
  open: typeof startRedis | null,
  use: (cli: TestCli, file: string, settings: Settings) => Promise<void>,
): Promise<void> {
  const redis = await open?.();
  try {
    await withCli({ latencyMs: 100 }, async (cli) => {
      const file = join(cli.folder, "one.csv");
      await writeFile(
        file,
        `spec,job_title,location,max_pages\nparis-pm,Product Manager,"Paris, France",${PAGES}\n`,
      );
      await use(cli, file, redis === undefined ? {} : { REDIS_URL: redis.url });
    });
  } finally {
    await redis?.close();
  }
}

/** Waits until the simulator has been sent so many requests more. */
async function untilRequests({ simulator }: TestCli, more: number): Promise<void> {
  const target = simulator.requests.length + more;
  await vi.waitUntil(() => simulator.requests.length >= target, PATIENCE);
}

async function detachedToWorker(cli: TestCli, file: string, settings: Settings): Promise<Started> {
  const detached = await cli.start(["run", file, "--detach"], settings).ended;
  expect(detached.stderr).not.toContain("error");
  const worker = cli.start(["worker"], settings);
  await untilReady(worker);
  await untilRequests(cli, 2);
  return worker;
}

async function runsOf(cli: TestCli): Promise<unknown[]> {
  const { rows } = await cli.database.db.pool.query(
    `select runs.id, runs.status, walks.status as walk, walks.stop_reason as reason
     from runs join walks on walks.run_id = runs.id order by runs.id`,
  );
  return rows;
}

const DONE = { status: "done", reason: "max_pages", walk: "stopped" };

for (const [kind, open] of QUEUES) {
  describe
    .skipIf(kind === "redis" && !HAS_REDIS)
    .concurrent(`walks that nobody works on, on a queue in ${kind}`, () => {
      for (const signal of ["SIGTERM", "SIGKILL"] as const) {
        it(`a run takes over the walk of a worker that was ended by ${signal}`, async () => {
          await withQueue(open, async (cli, file, settings) => {
            const worker = await detachedToWorker(cli, file, settings);
            worker.child.kill(signal);
            await worker.ended;
            const run = cli.start(["run", file], settings);
            const log = listen(run);
            const { code, stderr } = await run.ended;
            expect(code, stderr).toBe(0);
            expect(log()).toContain("paris-pm: waits for run 1");
            expect(await runsOf(cli)).toEqual(
              [
                { id: "1", ...DONE },
                { id: "2", ...DONE },
              ].map((row) => expect.objectContaining({ ...row, id: expect.anything() })),
            );
          });
        });
      }

      it("a resume ends although its walk waits for one that a stopped worker left", async () => {
        await withQueue(open, async (cli, file, settings) => {
          const worker = await detachedToWorker(cli, file, settings);
          worker.child.kill("SIGTERM");
          await worker.ended;
          const run = cli.start(["run", file], settings);
          const log = listen(run);
          await vi.waitUntil(() => log().includes("waits for run 1"), PATIENCE);
          run.child.kill("SIGTERM");
          await run.ended;
          expect((await cli.start(["resume"], settings).ended).code).toBe(0);
          expect(await runsOf(cli)).toContainEqual(expect.objectContaining(DONE));
        });
      });

      it("a run takes over the walk of a frozen worker, which goes on when it wakes", async () => {
        await withQueue(open, async (cli, file, settings) => {
          const worker = await detachedToWorker(cli, file, settings);
          worker.child.kill("SIGSTOP");
          const { code, stderr } = await cli.start(["run", file], settings).ended;
          expect(code, stderr).toBe(0);
          worker.child.kill("SIGCONT");
          worker.child.kill("SIGTERM");
          expect((await worker.ended).code).toBe(143);
        });
      });

      it("a run whose command was frozen for long ends in its own terminal, once it is woken", async () => {
        await withQueue(open, async (cli, file, settings) => {
          const frozen = cli.start(["run", file], settings);
          await untilRequests(cli, 3);
          frozen.child.kill("SIGSTOP");
          const { code, stderr } = await cli.start(["run", file], settings).ended;
          expect(code, stderr).toBe(0);
          frozen.child.kill("SIGCONT");
          const woken = await frozen.ended;
          expect(woken.code, woken.stderr).toBe(0);
          for (const row of await runsOf(cli)) expect(row).toMatchObject({ status: "done" });
        });
      });
    });
}
