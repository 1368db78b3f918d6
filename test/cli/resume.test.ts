import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type TestCli, withCli } from "../support/test-cli.ts";

async function writeSpecs({ folder }: TestCli, places: readonly [string, string]): Promise<string> {
  const file = join(folder, "two.csv");
  const rows = places.map((place, at) => `spec-${at},Product Manager,"${place}"`);
  await writeFile(file, `spec,job_title,location\n${rows.join("\n")}\n`);
  return file;
}

const PARIS = "Paris, France";
const BERLIN = "Berlin, Germany";

/** A run of two specs that stopped after a page each. */
async function withStoppedRun(use: (cli: TestCli) => Promise<void>): Promise<void> {
  await withCli({}, async (cli) => {
    const run = await cli.sourcing(["run", await writeSpecs(cli, [PARIS, PARIS]), "--budget", "50"]);
    expect(run.code, run.stderr).toBe(5);
    await use(cli);
  });
}

async function pagesOf({ database }: TestCli): Promise<unknown[]> {
  const { rows } = await database.db.pool.query(
    "select walks.spec, revision, walks.pages from walks where run_id = 1 order by id",
  );
  return rows.map(({ spec, revision, pages }) => [spec, Number(revision), Number(pages)]);
}

describe("resume", () => {
  it("leaves a spec that was changed since, and says so", async () => {
    await withStoppedRun(async (cli) => {
      await cli.sourcing(["specs", "import", await writeSpecs(cli, [PARIS, BERLIN])]);
      const resumed = await cli.sourcing(["resume", "--budget", "100", "--budget-ok"]);
      expect(resumed).toMatchObject({
        code: 0,
        stderr: expect.stringMatching(/spec-1 was changed since \(r1 -> r2\).*resume 1 --as-started/),
      });
      expect(await pagesOf(cli)).toEqual([
        ["spec-0", 1, 3],
        ["spec-1", 1, 1],
      ]);
    });
  });

  it("goes on with the revision as started where it is told to", async () => {
    await withStoppedRun(async (cli) => {
      await cli.sourcing(["specs", "import", await writeSpecs(cli, [PARIS, BERLIN])]);
      const before = cli.simulator.requests.length;
      const resumed = await cli.sourcing(["resume", "--as-started", "--budget", "100", "--budget-ok"]);
      expect(resumed).toMatchObject({ code: 0, stderr: expect.not.stringContaining("was changed") });
      expect(await pagesOf(cli)).toEqual([
        ["spec-0", 1, 2],
        ["spec-1", 1, 2],
      ]);
      expect(JSON.stringify(cli.simulator.requests.slice(before))).not.toContain("Berlin");
    });
  });

  it("leaves specs that were disabled since; a run of nothing else is not advised to be resumed", async () => {
    await withStoppedRun(async (cli) => {
      await cli.sourcing(["specs", "disable", "spec-0", "spec-1"]);
      const { rows } = await cli.database.db.pool.query("select from search_specs where enabled");
      expect(rows).toEqual([]);
      const resumed = await cli.sourcing(["resume", "--budget", "100"]);
      expect(resumed.code).toBe(0);
      expect(resumed.stderr).toMatch(
        /spec-0 was disabled since.*\n.*spec-1 was disabled since.*\nNothing to resume/,
      );
      expect((await cli.sourcing(["status"])).stdout).not.toContain("resume 1");
      await cli.sourcing(["specs", "enable", "spec-0"]);
      expect((await cli.sourcing(["resume", "--budget", "75", "--budget-ok"])).code).toBe(0);
      expect(await pagesOf(cli)).toEqual([
        ["spec-0", 1, 2],
        ["spec-1", 1, 1],
      ]);
    });
  });

  it("ends an interrupted run whose only spec was changed since", async () => {
    await withStoppedRun(async (cli) => {
      await cli.database.db.pool.query(
        "update walks set status = 'waiting', stop_reason = null; update runs set status = 'interrupted', finished_at = null",
      );
      await cli.sourcing(["specs", "import", await writeSpecs(cli, [BERLIN, BERLIN])]);
      expect((await cli.sourcing(["resume", "1"])).stderr).toContain("Nothing to resume");
      const { rows } = await cli.database.db.pool.query("select status from runs");
      expect(rows).toEqual([{ status: "done" }]);
    });
  });
});
