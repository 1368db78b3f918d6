import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { FaultScript } from "../../src/simulator/fault-script.ts";
import { HAS_REDIS, startRedis } from "../support/redis-server.ts";
import { listen, type Started, type TestCli, untilReady, withCli } from "../support/test-cli.ts";

const PAGES = 12;
/** Only ends what hangs. */
const PATIENCE = { timeout: 300_000 };
/** From the third page on the API is so slow that no walk ends before its process gets a signal. */
const SLOW_FROM_PAGE_3: FaultScript = [{ when: { fromSeq: 3 }, fault: { kind: "plain", delayMs: 4_000 } }];

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
    await withCli({}, async (cli) => {
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

/** Waits until page 3 is under way, sends the signal, and makes the API fast again. */
async function signalAtPage3({ simulator }: TestCli, { child }: Started, signal: NodeJS.Signals) {
  await vi.waitUntil(() => simulator.requests.length === 3, PATIENCE);
  child.kill(signal);
  simulator.setFaults([]);
}

/** Starts a worker that has a run to work on, and sends it a signal while page 3 is under way. */
async function signalledWorker(
  cli: TestCli,
  file: string,
  settings: Settings,
  signal: NodeJS.Signals,
): Promise<Started> {
  cli.simulator.setFaults(SLOW_FROM_PAGE_3);
  const detached = await cli.start(["run", file, "--detach"], settings).ended;
  expect(detached.stderr).not.toContain("error");
  const worker = cli.start(["worker"], settings);
  await untilReady(worker);
  await signalAtPage3(cli, worker, signal);
  return worker;
}

async function runsOf(cli: TestCli): Promise<unknown[]> {
  const { rows } = await cli.database.db.pool.query(
    `select runs.id, runs.status, walks.status as walk, walks.stop_reason as reason
     from runs join walks on walks.run_id = runs.id order by runs.id`,
  );
  return rows;
}

/** All calls, as a text for a failure. */
async function callsOf(cli: TestCli): Promise<string> {
  const { rows } = await cli.database.db.pool.query(
    `select id, run_id, walk_id, page, go, status, outcome, problem, opened_at::time, answered_at::time, applied_at::time
     from calls order by id`,
  );
  return rows.map((row) => Object.values(row).join(" ")).join("\n");
}

const DONE = { status: "done", reason: "max_pages", walk: "stopped" };

for (const [kind, open] of QUEUES) {
  describe
    .skipIf(kind === "redis" && !HAS_REDIS)
    .concurrent(`walks that nobody works on, on a queue in ${kind}`, () => {
      for (const signal of ["SIGTERM", "SIGKILL"] as const) {
        it(`a run takes over the walk of a worker that was ended by ${signal}`, async () => {
          await withQueue(open, async (cli, file, settings) => {
            const worker = await signalledWorker(cli, file, settings, signal);
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

      it("the resume that status advises ends although its walk waits for one that a stopped worker left", async () => {
        await withQueue(open, async (cli, file, settings) => {
          const worker = await signalledWorker(cli, file, settings, "SIGTERM");
          await worker.ended;
          const run = cli.start(["run", file], settings);
          const log = listen(run);
          await vi.waitUntil(() => log().includes("waits for run 1"), PATIENCE);
          run.child.kill("SIGTERM");
          await run.ended;
          const { stdout } = await cli.sourcing(["status"], settings);
          const [, advised = "none"] = /sourcing resume (\d+)/.exec(stdout) ?? [];
          const resumed = await cli.start(["resume", advised], settings).ended;
          expect(resumed.code, `${stdout}\n${resumed.stderr}`).toBe(0);
          expect(await runsOf(cli)).toContainEqual(expect.objectContaining(DONE));
        });
      });

      it("a run takes over the walk of a frozen worker, which goes on when it wakes", async () => {
        await withQueue(open, async (cli, file, settings) => {
          const worker = await signalledWorker(cli, file, settings, "SIGSTOP");
          const { code, stderr } = await cli.start(["run", file], settings).ended;
          expect(code, stderr).toBe(0);
          worker.child.kill("SIGCONT");
          worker.child.kill("SIGTERM");
          expect((await worker.ended).code).toBe(143);
        });
      });

      it("a run whose command was frozen for long ends in its own terminal, once it is woken", async () => {
        await withQueue(open, async (cli, file, settings) => {
          cli.simulator.setFaults(SLOW_FROM_PAGE_3);
          const frozen = cli.start(["run", file], settings);
          await signalAtPage3(cli, frozen, "SIGSTOP");
          const { code, stderr } = await cli.start(["run", file], settings).ended;
          expect(code, stderr).toBe(0);
          frozen.child.kill("SIGCONT");
          const woken = await frozen.ended;
          expect(woken.code, `${woken.stderr}\n${await callsOf(cli)}`).toBe(0);
          for (const row of await runsOf(cli)) expect(row).toMatchObject({ status: "done" });
        });
      });
    });
}
