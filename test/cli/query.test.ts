import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { EXAMPLE_SPECS, withCli } from "../support/test-cli.ts";

describe("sourcing query", () => {
  it("answers SQL as a table, as CSV and as JSON, and questions by name", async () => {
    await withCli({}, async ({ sourcing }) => {
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

const MUCH = "select a, b from generate_series(1, 9999) a, generate_series(1, 9999) b";

describe("a long query", () => {
  it("is stopped by Ctrl-C, in the database too", async () => {
    await withCli({}, async ({ start, database }) => {
      const { child, ended } = start(["query", "select pg_sleep(600) as asleep"]);
      const asleep = async () => {
        const { rows } = await database.db.pool.query(
          "select from pg_stat_activity where query like '%asleep%' and pid <> pg_backend_pid()",
        );
        return rows.length;
      };
      await expect.poll(asleep, { timeout: 30_000 }).toBe(1);
      child.kill("SIGINT");
      expect(await ended).toMatchObject({ code: 130, stdout: "", stderr: "" });
      await expect.poll(asleep).toBe(0);
    });
  });

  it("ends without a word when whoever reads it has seen enough", async () => {
    await withCli({}, async ({ start }) => {
      for (const format of ["csv", "jsonl", "json"]) {
        const { child, ended } = start(["query", MUCH, "--format", format]);
        const exit = once(child, "exit");
        child.stdout?.once("data", () => child.stdout?.destroy());
        await ended.catch(() => {});
        expect(await exit, format).toEqual([0, null]);
      }
    });
  });

  it("shows its first rows as a table, and as many as are wanted otherwise", async () => {
    await withCli({}, async ({ sourcing }) => {
      const table = (await sourcing(["query", MUCH])).stdout;
      expect(table).toMatch(/\n│ 1 │ 200 │\n.*\nfirst 200 rows: --limit N for more/);
      expect((await sourcing(["query", MUCH, "--limit", "2", "--format", "csv"])).stdout).toBe(
        "a,b\n1,1\n1,2\n",
      );
      const refused = await sourcing(["query", "select pg_sleep(600)", "--timeout", "300ms"]);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("--timeout 5m") });
    });
  });
});
