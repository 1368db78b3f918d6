import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { faultsIn } from "../support/faults.ts";
import { CITIES, PATIENCE } from "../support/four-specs.ts";
import { expectInvariants } from "../support/invariants.ts";
import { overspentReservations, pagesBoughtTooOften } from "../support/limits-kept.ts";
import { type Started, type TestCli, withCli } from "../support/test-cli.ts";

const MINUTE_MS = 60_000;
const minutes = Number(process.env.SOAK_MINUTES ?? 0);
/** Memory has settled by then: the first figure is taken after five minutes, or after a third of a shorter soak. */
const firstMinute = Math.min(5, minutes / 3);
const TITLES = ["Product Manager", "Software Engineer", "Data Scientist", "Account Executive"];
const LONG_LIVED = 3;
const SAMPLE_MS = 5_000;
const KILL_MS = 90_000;
const MOST_GROWTH = 1.1;

interface Sample {
  readonly minute: number;
  readonly megabytes: number;
}

async function memoryOf({ child }: Started): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

/** How it went, for whoever reads: a figure every three minutes. */
function curveOf(samples: readonly Sample[]): string {
  const each = Math.max(1, Math.round((3 * MINUTE_MS) / SAMPLE_MS));
  return samples
    .filter((_, place) => place % each === 0)
    .map(({ megabytes }) => megabytes.toFixed(0))
    .join(" ");
}

/** Single samples swing with the garbage; the middle of a minute's worth does not. */
function middleOfMinuteBefore(samples: readonly Sample[], minute: number): number {
  const window = samples.filter((sample) => sample.minute > minute - 1 && sample.minute <= minute);
  const sorted = window.map(({ megabytes }) => megabytes).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** A CSV of many searches with many pages each. */
async function writeSpecs({ folder }: TestCli): Promise<string> {
  const file = join(folder, "soak.csv");
  const rows = CITIES.flatMap((city) => TITLES.map((title) => ({ city, title })));
  const lines = rows.map(({ city, title }, place) => `soak-${place},${title},"${city}"`);
  await writeFile(file, `spec,job_title,location\n${lines.join("\n")}\n`);
  return file;
}

/** Books another run as soon as fewer than two are unfinished. */
async function keepBusy(cli: TestCli, file: string, settings: Record<string, string>): Promise<void> {
  const { rows } = await cli.database.db.pool.query(
    "select from runs where status in ('planned', 'running')",
  );
  if (rows.length < 2) await cli.sourcing(["run", file, "--detach", "--restart"], settings);
}

async function untilAllRunsEnded({ database }: TestCli): Promise<void> {
  await vi.waitUntil(async () => {
    const { rows } = await database.db.pool.query("select from runs where status in ('planned', 'running')");
    return rows.length === 0;
  }, PATIENCE);
}

async function stop(workers: readonly Started[]): Promise<void> {
  for (const { child } of workers) child.kill("SIGTERM");
  for (const { ended } of workers) expect((await ended).code).toBe(143);
}

/** Samples the memory of workers while they work, and kills and replaces another one now and then. */
async function soak(cli: TestCli, settings: Record<string, string>): Promise<readonly Sample[][]> {
  const file = await writeSpecs(cli);
  const startWorker = () => cli.start(["worker"], { ...settings, WALK_CONCURRENCY: "2" });
  const workers = Array.from({ length: LONG_LIVED }, startWorker);
  const samples: Sample[][] = workers.map(() => []);
  let shortLived = startWorker();
  const startedAt = performance.now();
  const since = () => performance.now() - startedAt;
  let killAt = KILL_MS;
  while (since() < minutes * MINUTE_MS) {
    await keepBusy(cli, file, settings);
    for (const [place, worker] of workers.entries())
      samples[place]?.push({ minute: since() / MINUTE_MS, megabytes: await memoryOf(worker) });
    if (since() > killAt) {
      shortLived.child.kill("SIGKILL");
      shortLived = startWorker();
      killAt += KILL_MS;
    }
    await delay(SAMPLE_MS);
  }
  cli.simulator.setFaults([]);
  await untilAllRunsEnded(cli);
  await stop([...workers, shortLived]);
  return samples;
}

it.skipIf(minutes === 0)(
  "four workers, one of them killed now and then, keep their books and their memory",
  { timeout: (minutes + 10) * MINUTE_MS },
  async () => {
    const api = { latencyMs: 200, people: 60_000, faults: faultsIn(0.1) };
    await withCli(api, async (cli) => {
      const redisUrl = process.env.REDIS_URL;
      const samples = await soak(cli, redisUrl === undefined ? {} : { REDIS_URL: redisUrl });
      const { database, simulator } = cli;
      const stats = samples.map((memory) => ({
        early: middleOfMinuteBefore(memory, firstMinute),
        end: middleOfMinuteBefore(memory, memory.at(-1)?.minute ?? Number.NaN),
      }));
      const { rows } = await database.db.pool.query(
        "select (select count(*) from runs)::integer as runs, (select count(*) from calls)::integer as calls",
      );
      console.log(`${rows[0].runs} runs, ${rows[0].calls} calls, ${simulator.charged()} credits charged`);
      for (const [place, { early, end }] of stats.entries()) {
        const by = ((end / early - 1) * 100).toFixed(1);
        console.log(
          `worker ${place + 1}: ${curveOf(samples[place] ?? [])}; ${early.toFixed(0)} MB after ${firstMinute.toFixed(1)} min, ${end.toFixed(0)} MB at the end (${by} %)`,
        );
      }
      await expectInvariants(database.db, simulator);
      expect(await pagesBoughtTooOften(database)).toEqual([]);
      expect(await overspentReservations(database)).toEqual([]);
      for (const { early, end } of stats) expect(end).toBeLessThanOrEqual(early * MOST_GROWTH);
    });
  },
);
