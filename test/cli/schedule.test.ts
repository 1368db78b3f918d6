import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { type TestCli, withCli } from "../support/test-cli.ts";

const EVERY_NIGHT = ["schedule", "set", "nightly", "--cron", "0 2 * * *", "--tz", "Europe/Paris"];

async function importSpecs({ folder, sourcing }: TestCli): Promise<void> {
  const file = join(folder, "specs.csv");
  await writeFile(
    file,
    `spec,job_title,location,nightly,tags
paris-pm,Product Manager,"Paris, France",yes,product
lyon-pm,Product Manager,"Lyon, France",no,product
`,
  );
  await sourcing(["specs", "import", file]);
}

describe("sourcing schedule", () => {
  it("is set, shown with its next nights in words, changed and removed", async () => {
    await withCli({}, async (cli) => {
      const { sourcing } = cli;
      await importSpecs(cli);
      const set = await sourcing([...EVERY_NIGHT, "--tag", "product", "--budget", "200"]);
      expect(set.code).toBe(0);
      expect(set.stderr).toContain("nightly is set: At 02:00, every day (Europe/Paris)");
      expect(set.stderr).toContain("It takes paris-pm.\nLeft out, because not marked nightly: lyon-pm.");
      const changed = await sourcing([...EVERY_NIGHT, "--all", "--budget", "300"]);
      expect(changed.stderr).toContain("nightly is changed");
      const [listed] = z
        .array(z.object({ name: z.string(), budgetCredits: z.number(), next: z.array(z.string()) }))
        .parse(JSON.parse((await sourcing(["schedule", "list", "--json"])).stdout));
      expect(listed).toMatchObject({ name: "nightly", budgetCredits: 300 });
      expect(listed?.next).toHaveLength(3);
      const table = (await sourcing(["schedule", "list"])).stdout;
      expect(table).toContain("at most 300 credits a night");
      expect((await sourcing(["status"])).stdout).toContain("at most 300 credits a night");
      expect((await sourcing(["schedule", "remove", "nightly"])).code).toBe(0);
      expect((await sourcing(["schedule", "remove", "nightly"])).code).toBe(2);
      expect((await sourcing(["schedule", "list"])).stdout).toContain("No schedules");
    });
  });

  it.each([
    ["a cron expression that is none", ["--cron", "61 2 * * *", "--all", "--budget", "5"], "five fields"],
    ["six fields", ["--cron", "0 0 2 * * *", "--all", "--budget", "5"], "five fields"],
    ["a night that never comes", ["--cron", "0 2 30 2 *", "--all", "--budget", "5"], "five fields"],
    [
      "a zone that is nowhere",
      ["--cron", "@daily", "--tz", "Mars/Base", "--all", "--budget", "5"],
      "time zone",
    ],
    ["no budget", ["--cron", "@daily", "--all"], "--budget"],
    ["no specs", ["--cron", "@daily", "--budget", "5"], "say which specs"],
  ])("refuses %s", async (_, args, words) => {
    await withCli({}, async ({ sourcing }) => {
      const refused = await sourcing(["schedule", "set", "nightly", ...args]);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain(words);
    });
  });

  it("has its nights worked by a worker, once each, within the budget", async () => {
    await withCli({}, async (cli) => {
      const { sourcing, start, simulator, database } = cli;
      await importSpecs(cli);
      await sourcing([...EVERY_NIGHT, "--all", "--budget", "60"]);
      // The newest night is at most a day ago.
      await database.db.pool.query("update schedules set since = now() - interval '25 hours'");
      const worker = start(["worker"]);
      const ends = () => database.db.pool.query("select status, schedule from runs");
      await vi.waitFor(
        async () => expect((await ends()).rows).toEqual([{ status: "done", schedule: "nightly" }]),
        300_000,
      );
      expect(simulator.charged()).toBe(50);
      const again = start(["worker"]);
      let said = "";
      again.child.stderr?.on("data", (text) => {
        said += text;
      });
      await vi.waitUntil(() => said.includes("worker ready"), 300_000);
      worker.child.kill("SIGTERM");
      again.child.kill("SIGTERM");
      expect((await worker.ended).code).toBe(143);
      expect((await worker.ended).stderr).toContain("schedule nightly starts run 1");
      await again.ended;
      expect(simulator.charged()).toBe(50);
      expect((await ends()).rows).toHaveLength(1);
      const listed = await sourcing(["schedule", "list"]);
      expect(listed.stdout).toContain("1 done");
    });
  });

  it("runs now what its nights run", async () => {
    await withCli({}, async (cli) => {
      const { sourcing, simulator } = cli;
      await importSpecs(cli);
      await sourcing([...EVERY_NIGHT, "--all", "--budget", "60"]);
      const run = await sourcing(["schedule", "run-now", "nightly", "--json"]);
      expect(run.code).toBe(5);
      expect(JSON.parse(run.stdout)).toMatchObject({ specs: [{ spec: "paris-pm", creditsSpent: 50 }] });
      expect(simulator.charged()).toBe(50);
      expect((await sourcing(["schedule", "run-now", "weekly"])).code).toBe(2);
    });
  });
});
