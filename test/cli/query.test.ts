import { beforeAll, describe, expect, inject, it } from "vitest";
import { runReadOnly } from "../../src/postgres/query/run-read-only.ts";
import { EXAMPLE_SPECS, withMachine } from "../support/cli.ts";
import { openTestDatabase, type TestDatabase } from "../support/test-database.ts";

describe("sourcing query", () => {
  it("answers SQL as a table, as CSV and as JSON, and questions by name", async () => {
    await withMachine({}, async ({ sourcing }) => {
      await sourcing(["run", EXAMPLE_SPECS, "--max-pages", "1"]);
      const sql = "select spec, credits from spend_by_spec where spec = 'paris-vp-product'";
      expect((await sourcing(["query", sql])).stdout).toMatch(/paris-vp-product +│ +25 /);
      expect((await sourcing(["query", sql, "--format", "csv"])).stdout).toBe(
        "spec,credits\nparis-vp-product,25\n",
      );
      const json = await sourcing(["query", sql, "--format", "json"]);
      expect(JSON.parse(json.stdout)).toEqual([{ spec: "paris-vp-product", credits: 25 }]);
      const named = await sourcing(["query", "new-this-week", "--param", "days=3", "--format", "json"]);
      expect(JSON.parse(named.stdout).length).toBeGreaterThan(25);
      const search = ["query", "title-place-skills", "--place", "PARIS", "--format", "json", "--title=vp"];
      const found = JSON.parse((await sourcing(search)).stdout);
      expect(found.length).toBeGreaterThan(0);
      for (const { location } of found) expect(location).toContain("Paris");
      const help = await sourcing(["query", "title-place-skills", "--help"]);
      expect(help.stdout).toMatch(/^title-place-skills: .*--skills <list>/s);
      expect((await sourcing(["query", "--list"])).stdout).toBe((await sourcing(["queries"])).stdout);
      const missing = await sourcing(["query", "new-poeple"]);
      expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("sourcing queries") });
      const jsonl = await sourcing(["export", "--for", "jsonl", "--specs", "paris-vp-product"]);
      expect(jsonl.stdout.trim().split("\n")).toHaveLength(25);
      const csv = await sourcing(["export"]);
      expect(csv.stdout).toMatch(/^profile_id,full_name,/);
    });
  });
});

describe("the reader", () => {
  let database: TestDatabase;
  const ask = (sql: string) => runReadOnly(database.db, database.directUrl, "a secret", sql, []);

  beforeAll(async () => {
    database = await openTestDatabase(inject("postgresUrl"));
    return () => database.close();
  });

  it("reads every table and view", async () => {
    const { rows } = await ask(
      "select table_name from information_schema.tables where table_schema = 'public'",
    );
    for (const [name] of rows) await ask(`select * from ${name} limit 1`);
    expect(rows.length).toBeGreaterThan(20);
  });

  it.each([
    ["a delete", "delete from profiles"],
    ["several statements", "select 1; delete from profiles"],
    ["a commit with something after it", "commit; delete from profiles"],
    ["a block that leaves the transaction", "do $$ begin reset role; commit; delete from profiles; end $$"],
    ["another role", "set role postgres"],
    ["a file of the server", "select pg_read_file('/etc/passwd')"],
    ["a program on the server", "copy (select 1) to program 'true'"],
    ["a table of its own", "create table mine (a integer)"],
    ["a function that writes", "select lo_create(0)"],
    ["a writing WITH", "with gone as (delete from search_specs returning 1) select * from gone"],
  ])("refuses %s", async (_, sql) => {
    const before = await database.db.pool.query("select count(*) from ledger_state");
    await expect(ask(sql)).rejects.toThrow();
    expect((await database.db.pool.query("select count(*) from ledger_state")).rows).toEqual(before.rows);
  });

  it("says where the SQL is wrong", async () => {
    await expect(ask("select full_nam\nfrom candidates")).rejects.toThrow(
      'column "full_nam" does not exist (line 1, column 8)',
    );
  });
});
