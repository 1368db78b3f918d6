import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { type TestCli, withCli } from "../support/test-cli.ts";

const PATIENCE = { timeout: 60_000 };

async function writeSpec({ folder }: TestCli, city: string): Promise<string> {
  const file = join(folder, `${city}.csv`);
  await writeFile(file, `spec,job_title,location,max_pages\npm,Product Manager,${city},3\n`);
  return file;
}

/** Starts a run and kills it once a page is recorded, while another transaction keeps the page from being applied. */
async function killBeforeApplying(cli: TestCli): Promise<void> {
  const { pool } = cli.database.db;
  const file = await writeSpec(cli, "Paris");
  expect((await cli.sourcing(["specs", "import", file])).code).toBe(0);
  const other = await pool.connect();
  try {
    await other.query("begin; lock table profiles in exclusive mode");
    const { child, ended } = cli.start(["run", "--specs", "pm", "--yes"]);
    const recorded = async () =>
      (await pool.query("select from calls where outcome = 'answered' and applied_at is null")).rowCount ===
      1;
    await vi.waitUntil(recorded, PATIENCE);
    child.kill("SIGKILL");
    await ended;
    await pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
  } finally {
    await other.query("rollback");
    other.release();
  }
  expect(await stateOf(cli)).toMatchObject({ unapplied: 1, people: 0 });
}

async function stateOf({ database }: TestCli): Promise<unknown> {
  const { rows } = await database.db.pool.query(
    `select runs.status, walks.stop_reason as reason, (select count(*)::int from profiles) as people,
       (select count(*)::int from calls where outcome = 'answered' and applied_at is null) as unapplied
     from runs join walks on walks.run_id = runs.id`,
  );
  return rows[0];
}

describe("a run whose command was killed between recording and applying a page", () => {
  it("keeps the people of the page when it is cancelled", async () => {
    await withCli({ latencyMs: 700 }, async (cli) => {
      await killBeforeApplying(cli);
      expect((await cli.sourcing(["cancel", "1"])).code).toBe(0);
      expect(await stateOf(cli)).toEqual({
        status: "cancelled",
        reason: "cancelled",
        people: 25,
        unapplied: 0,
      });
    });
  });

  it("keeps them when its walk is left alone because the spec was changed since", async () => {
    await withCli({ latencyMs: 700 }, async (cli) => {
      await killBeforeApplying(cli);
      const requests = cli.simulator.requests.length;
      await cli.sourcing(["specs", "import", await writeSpec(cli, "Berlin")]);
      const { stderr } = await cli.sourcing(["resume", "1", "--yes"]);
      expect(stderr).toContain("was changed since");
      expect(await stateOf(cli)).toMatchObject({ reason: "cancelled", people: 25, unapplied: 0 });
      expect(cli.simulator.requests).toHaveLength(requests);
    });
  });
});
