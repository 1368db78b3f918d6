import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { Client } from "pg";
import { describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { openDatabase } from "../../src/database/open-database.ts";
import { HAS_PGBOUNCER, startPgBouncer } from "../support/pgbouncer.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";
import { openTestDatabase } from "../support/test-database.ts";

const FOREIGN = [
  "datestyle = 'German, DMY'",
  "intervalstyle = 'iso_8601'",
  "timezone = 'Pacific/Chatham'",
  "search_path = 'pg_catalog'",
  "bytea_output = 'escape'",
  "extra_float_digits = -15",
  "default_transaction_isolation = 'serializable'",
  "standard_conforming_strings = off",
  "synchronous_commit = off",
  "client_encoding = 'LATIN1'",
  "default_text_search_config = 'pg_catalog.german'",
  "row_security = off",
  "array_nulls = off",
  "transform_null_equals = on",
  "quote_all_identifiers = on",
];

/** Changes the defaults of a database, for all connections from now on. */
async function alterDatabase(url: string, settings: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const setting of settings)
    await client.query(`alter database ${new URL(url).pathname.slice(1)} set ${setting}`);
  await client.end();
}

const seenRow = z.object({
  at: z.string(),
  long: z.string(),
  bytes: z.instanceof(Buffer),
  third: z.number(),
});
const SEEN = sql`select '2026-03-04 05:06:07.089+00'::timestamptz as at, interval '1 day 2 hours' as long,
  '\\x00ff'::bytea as bytes, 1::float8 / 3 as third, current_setting('transaction_isolation') as isolation,
  to_regclass('runs') is not null as finds, '\\d' as pattern, 'Łódź €' as beyond,
  current_setting('synchronous_commit') as durability`;
const EXPECTED = {
  at: "2026-03-04 05:06:07.089+00",
  long: "1 day 02:00:00",
  bytes: Buffer.from([0, 255]),
  third: 1 / 3,
  isolation: "read committed",
  finds: true,
  pattern: "\\d",
  beyond: "Łódź €",
  durability: "on",
};
const row = seenRow.extend({
  isolation: z.string(),
  finds: z.boolean(),
  pattern: z.string(),
  beyond: z.string(),
  durability: z.string(),
});

describe("the settings of the server", () => {
  it("change nothing that a statement or a transaction reads", async () => {
    const database = await openTestDatabase(inject("postgresUrl"));
    await alterDatabase(database.directUrl, FOREIGN);
    const db = openDatabase({ url: database.url, connections: 1, applicationName: "test" });
    try {
      expect(await db.row(row, SEEN)).toEqual(EXPECTED);
      expect(await db.transaction((tx) => tx.row(row, SEEN))).toEqual(EXPECTED);
      expect(await db.transaction((tx) => tx.row(row, SEEN), { prepared: true })).toEqual(EXPECTED);
    } finally {
      await db.close();
      await database.close();
    }
  });

  it.skipIf(!HAS_PGBOUNCER)(
    "change nothing where another client left them in a pooler (skipped without pgbouncer)",
    async () => {
      const database = await openTestDatabase(inject("postgresUrl"));
      const pooler = await startPgBouncer(database.directUrl, "default_pool_size = 1");
      const other = new Client({ connectionString: pooler.url });
      const db = openDatabase({ url: pooler.url, connections: 1, applicationName: "test" });
      try {
        await other.connect();
        for (const setting of FOREIGN) await other.query(`set ${setting}`);
        expect(await db.row(row, SEEN)).toEqual(EXPECTED);
        expect(await db.transaction((tx) => tx.row(row, SEEN))).toEqual(EXPECTED);
        expect((await other.query("show datestyle")).rows).toEqual([{ DateStyle: "German, DMY" }]);
      } finally {
        await other.end();
        await db.close();
        await pooler.close();
        await database.close();
      }
    },
  );

  async function importSpecs({ folder, sourcing }: TestCli): Promise<void> {
    const file = join(folder, "specs.csv");
    await writeFile(file, 'spec,job_title,location\nparis,Product Manager,"Paris, France"\n');
    expect(await sourcing(["specs", "import", file])).toMatchObject({ code: 0 });
  }

  it.each([["SQL, MDY"], ["German, DMY"]])(
    "leave the daily limit and every command as they are (datestyle %s)",
    async (style) => {
      await withCli({}, async (cli) => {
        const { sourcing, simulator, database } = cli;
        const others = FOREIGN.filter((setting) => !setting.startsWith("datestyle"));
        await alterDatabase(database.directUrl, [`datestyle = '${style}'`, ...others]);
        await importSpecs(cli);
        const limit = { DAILY_CREDIT_LIMIT: "60" };
        for (let times = 0; times < 2; times += 1)
          expect(await sourcing(["run", "--all", "--yes"], limit)).toMatchObject({ code: 5 });
        expect(simulator.charged()).toBe(50);
        const when = ["--cron", "0 2 * * *", "--tz", "Europe/Paris", "--all", "--budget", "60"];
        const commands = [
          [],
          ["runs"],
          ["credits", "--by", "day"],
          ["schedule", "set", "nightly", ...when],
          ["schedule", "list"],
          ["export", "--for", "csv"],
          ["retention"],
          ["reparse"],
          ["query", "select * from candidates limit 1"],
          ["doctor"],
          ["plan", "--all"],
          ["db", "dump", `${style.slice(0, 3)}.dump`],
        ];
        for (const command of commands)
          expect({ command, ...(await sourcing(command)) }).toMatchObject({ command, code: 0 });
        const days = await sourcing(["credits", "--by", "day", "--json"]);
        expect(days.stdout).toContain(`"${new Date().toISOString().slice(0, 10)}"`);
      });
    },
  );

  it("do not keep an owner with a schema of the owner's name from migrating", async () => {
    const database = await openTestDatabase(inject("postgresUrl"));
    const admin = new Client({ connectionString: database.directUrl });
    await admin.connect();
    await admin.query(
      "drop schema public cascade; drop schema if exists drizzle cascade; create schema public",
    );
    await admin.query(`create schema authorization ${new URL(database.directUrl).username}`);
    await admin.end();
    try {
      await withCli({}, async ({ sourcing }) => {
        const own = { DATABASE_URL: database.directUrl, DATABASE_DIRECT_URL: database.directUrl };
        expect(await sourcing(["db", "migrate"], own)).toMatchObject({ code: 0 });
        expect(await sourcing(["status"], own)).toMatchObject({ code: 0 });
      });
    } finally {
      await database.close();
    }
  });
});
