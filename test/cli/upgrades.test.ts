import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import pg from "pg";
import { describe, expect, it, vi } from "vitest";
import { readMigrations } from "../../src/database/namespace/known-migrations.ts";
import { DEFAULT_SCHEMA } from "../../src/database/namespace/store-schema.ts";
import { PAGES, PEOPLE_A_PAGE, startSmallApi } from "../database/stores/small-api.mjs";
import { expectFourSpecs, untilAsked, writeFourSpecs } from "../support/four-specs.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";

// Many commands one after the other: a busy machine takes its time.
vi.setConfig({ testTimeout: 240_000 });

const FOLDER = join(import.meta.dirname, "../database/stores");
const STORES = readdirSync(FOLDER).filter((file) => file.endsWith(".sql.gz"));
const MIGRATIONS = readMigrations(DEFAULT_SCHEMA);
/** Both searches were waiting for page 3 when the program was killed. */
const IN_FLIGHT = 3;
const TITLES = ["Baker", "Smith"];
const PEPPER = "5b1f0c6a94d27e3388f1d2c0b7a6e594";

/** Makes the empty database a store of an earlier version. */
async function restoreStore({ database }: TestCli, file: string): Promise<void> {
  const count = Number(file.slice(0, 4)) + 1;
  const client = new pg.Client(database.directUrl);
  await client.connect();
  try {
    await client.query("drop schema public cascade; drop schema drizzle cascade; create schema public");
    for (const { sql } of MIGRATIONS.slice(0, count)) await client.query(sql.join(";"));
    await client.query(
      "create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
    );
    await client.query("set session_replication_role = replica");
    // Migrations make some rows, which the store has too.
    const { rows } = await client.query(
      "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
    );
    for (const { relname } of rows) await client.query(`delete from "${relname}"`);
    await client.query(gunzipSync(readFileSync(join(FOLDER, file))).toString("utf8"));
  } finally {
    await client.end();
  }
}

const settingsFor = (baseUrl: string) => ({
  LEONAR_API_KEY: "an-invented-key",
  LEONAR_BASE_URL: baseUrl,
  SUPPRESSION_PEPPER: PEPPER,
});

describe.concurrent("a store that was killed in the middle of a run", () => {
  it("is kept here for a schema that is no older than the last ten migrations (see make-stores.mjs)", () => {
    const newest = Number(STORES.at(-1)?.slice(0, 4));
    expect(MIGRATIONS.length - 1 - newest).toBeLessThanOrEqual(10);
  });

  it.each(STORES)(
    "by the program of migration %s is upgraded and goes on at the right page",
    async (file) => {
      const api = await startSmallApi();
      await withCli({}, async (cli) => {
        await restoreStore(cli, file);
        const settings = settingsFor(api.baseUrl);
        expect(await cli.start(["db", "migrate"], settings).ended).toMatchObject({ code: 0 });
        const resumed = await cli.start(["resume", "--new-address", "--json"], settings).ended;
        expect(resumed.code, resumed.stderr).toBe(0);
        const pages = Array.from({ length: PAGES - IN_FLIGHT + 1 }, (_, place) => IN_FLIGHT + place);
        expect(api.asked.toSorted()).toEqual(
          TITLES.flatMap((title) => pages.map((page) => `${title} ${page}`)),
        );
        const bought = TITLES.length * PAGES * PEOPLE_A_PAGE;
        expect(JSON.parse(resumed.stdout)).toMatchObject({
          status: "done",
          totals: { creditsSpent: bought, profilesSeen: bought, profilesNew: bought },
          specs: TITLES.map(() => ({ status: "complete", stopReason: "no_more_pages", pages: PAGES })),
        });
        const { rows } = await cli.database.db.pool.query(
          `select (select count(*)::int from profiles) as people, (select sum(credits)::int from calls where status = 'settled') as settled,
           (select count(*)::int from calls where status in ('suspense')) as suspended, (select count(*)::int from calls where status = 'sent') as sent`,
        );
        expect(rows).toEqual([{ people: bought, settled: bought, suspended: TITLES.length, sent: 0 }]);
      }).finally(api.close);
    },
  );
});

describe.concurrent("a store that another version upgrades", () => {
  it.each(["run", "worker"])(
    "under a %s is bought for no more by it, which ends and says so",
    async (who) => {
      await withCli({ latencyMs: 150, people: 20_000 }, async (cli) => {
        const file = await writeFourSpecs(cli);
        if (who === "worker") await cli.sourcing(["run", file, "--detach"]);
        const old = who === "run" ? cli.start(["run", file]) : cli.start(["worker"]);
        await untilAsked(cli, 4);
        const { pool } = cli.database.db;
        await pool.query(
          "insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9000000000000)",
        );
        const ended = await old.ended;
        expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining("has upgraded the store")]);
        // What it had opened before is recorded by it, and was never more than a call of each walk.
        expect(cli.simulator.requests.length).toBeLessThan(4 + 2 * 4);
        await pool.query("delete from drizzle.__drizzle_migrations where hash = 'later'");
        expect((await cli.sourcing(["resume"])).code).toBe(0);
        await expectFourSpecs(cli);
      });
    },
  );
});
