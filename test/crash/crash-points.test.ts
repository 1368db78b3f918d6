import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { PATIENCE } from "../support/four-specs.ts";
import { expectInvariants } from "../support/invariants.ts";
import { rowsOf } from "../support/leased-walk.ts";
import { HAS_REDIS, startRedis } from "../support/redis-server.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";

// Many processes side by side: a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000 });

const LOADER = new URL("../support/kill-point.mjs", import.meta.url).href;
const T1 = "insert into calls";
const T2A = "insert into call_bodies";
const T2B = "update passes set next_page";

interface Point {
  readonly name: string;
  readonly statement: string;
  readonly when: "before" | "committed";
  /** How often the second page, at which it is killed, is asked for. */
  readonly asked: number;
  /** Calls for it of which nobody knows whether they were charged. */
  readonly ambiguous: number;
}

const POINTS: readonly Point[] = [
  { name: "before T1 is committed", statement: T1, when: "before", asked: 1, ambiguous: 0 },
  { name: "after T1, before it is sent", statement: T1, when: "committed", asked: 1, ambiguous: 1 },
  { name: "before T2a is committed", statement: T2A, when: "before", asked: 2, ambiguous: 1 },
  { name: "between T2a and T2b", statement: T2A, when: "committed", asked: 1, ambiguous: 0 },
  { name: "before T2b is committed", statement: T2B, when: "before", asked: 1, ambiguous: 0 },
];
const AFTER_T2B = { statement: T2B, when: "committed", asked: 1, ambiguous: 0 } as const;

async function writeThreePages({ folder }: TestCli): Promise<string> {
  const file = join(folder, "three.csv");
  await writeFile(file, 'spec,job_title,location,max_pages\nparis,Product Manager,"Paris, France",3\n');
  return file;
}

/** Has the built program killed at a point, then carries on, and looks at what it came to. */
async function killAndResume(
  cli: TestCli,
  { statement, when, asked, ambiguous }: Omit<Point, "name">,
  settings: Record<string, string> = {},
): Promise<void> {
  const { child, ended } = cli.start(["run", await writeThreePages(cli)], {
    ...settings,
    NODE_OPTIONS: `--import ${LOADER}`,
    KILL_STATEMENT: statement,
    KILL_WHEN: when,
    KILL_PAGE: "2",
  });
  await ended;
  expect(child.signalCode).toBe("SIGKILL");
  await expectAllOfIt(cli, { asked, ambiguous }, settings);
}

async function expectAllOfIt(
  cli: TestCli,
  { asked, ambiguous }: Pick<Point, "asked" | "ambiguous">,
  settings: Record<string, string> = {},
): Promise<void> {
  const { simulator, database } = cli;
  expect((await cli.sourcing(["resume"], settings)).code).toBe(0);
  const times = (page: number) => simulator.requests.filter((request) => request.page === page).length;
  expect([times(1), times(2)]).toEqual([1, asked]);
  // The third may have been asked for already while the second was stored.
  expect([1, 2]).toContain(times(3));
  const rows = await rowsOf(
    database,
    `select count(*) filter (where page < 3 and status = 'suspense')::integer as ambiguous,
       count(distinct page) filter (where applied_at is not null)::integer as applied,
       (select count(*)::integer from profiles) as people from calls`,
  );
  expect(rows).toEqual([{ ambiguous, applied: 3, people: 75 }]);
  await expectInvariants(database.db, simulator);
}

describe.concurrent("a run that is killed", () => {
  it.each(POINTS)("$name loses nothing, and pays twice only where nobody knows", async (point) => {
    await withCli({}, (cli) => killAndResume(cli, point));
  });

  it("while the API answers pays for that page once more, and says so", async () => {
    await withCli({ latencyMs: 400 }, async (cli) => {
      const { child, ended } = cli.start(["run", await writeThreePages(cli)]);
      await vi.waitUntil(() => cli.simulator.requests.length === 2, PATIENCE);
      child.kill("SIGKILL");
      await ended;
      await expectAllOfIt(cli, { asked: 2, ambiguous: 1 });
    });
  });

  it.skipIf(!HAS_REDIS)("after T2b, its job still in Redis, buys the next page only", async () => {
    const redis = await startRedis();
    try {
      await withCli({}, (cli) => killAndResume(cli, AFTER_T2B, { REDIS_URL: redis.url }));
    } finally {
      await redis.close();
    }
  });

  it("after T2b, its job still in Postgres, buys the next page only", async () => {
    await withCli({}, (cli) => killAndResume(cli, AFTER_T2B));
  });
});
