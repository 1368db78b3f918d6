import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
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
  it.each([
    { of: "two specs, one of which may wait", specs: 2, args: [], code: 0 },
    { of: "two specs", specs: 2, args: ["1"], code: 2 },
    { of: "one spec", specs: 1, args: [], code: 0 },
  ])("$args beside a live run of $of names it and its process", async ({ specs, args, code }) => {
    await withCli({}, async (cli) => {
      cli.simulator.setFaults([{ when: { nth: 1 }, fault: { kind: "hang" } }]);
      const file = await writeSpecs(cli, [PARIS, BERLIN]);
      await cli.sourcing(["specs", "import", file]);
      const chosen = Array.from({ length: specs }, (_, at) => `spec-${at}`).join(",");
      const live = cli.start(["run", "--specs", chosen, "--max-pages", "3", "--yes"]);
      await vi.waitFor(() => expect(cli.simulator.requests.length).toBeGreaterThan(0), { timeout: 60_000 });
      const resumed = await cli.start(["resume", ...args]).ended;
      expect([resumed.code, resumed.stderr]).toEqual([
        code,
        expect.stringContaining(`run 1 is at work in another terminal (process ${live.child.pid} on `),
      ]);
      live.child.kill("SIGKILL");
      await live.ended;
    });
  });

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
