import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { tablesHolding } from "../support/people.ts";
import { somebody } from "../support/privacy.ts";
import { HAS_REDIS, startRedis } from "../support/redis-server.ts";
import { type RedisWatch, watchRedis } from "../support/redis-watch.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";

/** Three pages, so that jobs go through the queue. */
const SPEC = `spec,job_title,location,reveal_info,data_types,max_pages
paris,Product Manager,"Paris, France",yes,work_email|personal_email|phone,3
`;

/** Five commands, each a process of its own. */
const SLOW = { timeout: 180_000 };

/** All files below a folder, as one text. */
async function filesIn(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, "latin1")))).join("\n");
}

/** Has a worker buy what is booked; gives what it logged. */
async function workOff(cli: TestCli, settings: Settings): Promise<string> {
  const worker = cli.start(["worker"], settings);
  await vi.waitUntil(async () => {
    const { rows } = await cli.database.db.pool.query("select status from runs where status <> 'done'");
    return rows.length === 0;
  }, 60_000);
  worker.child.kill("SIGTERM");
  return (await worker.ended).stderr;
}

type Settings = Readonly<Record<string, string>>;

async function expectForgotten(cli: TestCli, redis: RedisWatch | null, settings: Settings): Promise<void> {
  const said: string[] = [];
  const sourcing = async (...args: string[]) => {
    const { code, stdout, stderr } = await cli.sourcing(args, settings);
    said.push(stderr);
    expect({ args, code, stderr: code === 0 ? "" : stderr }).toEqual({ args, code: 0, stderr: "" });
    return stdout;
  };
  const file = join(cli.folder, "paris.csv");
  await writeFile(file, SPEC);
  await sourcing("run", file);
  const { id, email, name } = await somebody(cli.database);
  expect(await sourcing("forget", email, "--yes")).toContain(id);
  await sourcing("run", file, "--restart", "--detach");
  said.push(await workOff(cli, settings));
  const { rows } = await cli.database.db.pool.query(
    "select pages, profiles_suppressed, profiles_new, profiles_rejected from walks order by id desc limit 1",
  );
  expect(rows).toEqual([{ pages: 3, profiles_suppressed: 1, profiles_new: 0, profiles_rejected: 0 }]);
  const places = {
    logs: said.join("\n"),
    export: await sourcing("export", "--contacts"),
    disk: await filesIn(cli.folder),
    "the queue, at any moment": redis?.commands() ?? "",
    "the queue, now": (await redis?.dump()) ?? "",
  };
  for (const text of [id, email, name]) {
    expect({ text, in: await tablesHolding(cli.database, text) }).toEqual({ text, in: [] });
    for (const [place, held] of Object.entries(places))
      expect({ place, holds: held.toLowerCase().includes(text.toLowerCase()) }).toEqual({
        place,
        holds: false,
      });
  }
  expect(places.export.split("\n").length).toBeGreaterThan(70);
}

describe("forget, then the same spec again", () => {
  it(
    "finds the person in no table, answer, log, export or queue, and says that one was suppressed",
    SLOW,
    async () => {
      await withCli({}, (cli) => expectForgotten(cli, null, { LOG_LEVEL: "trace" }));
    },
  );

  it.skipIf(!HAS_REDIS)("finds them nowhere in Redis either", SLOW, async () => {
    const server = await startRedis();
    const redis = await watchRedis(server.url);
    try {
      await withCli({}, async (cli) => {
        await expectForgotten(cli, redis, { LOG_LEVEL: "trace", REDIS_URL: server.url });
        expect(redis.commands()).toContain("walkId");
      });
    } finally {
      await redis.close();
      await server.close();
    }
  });
});
