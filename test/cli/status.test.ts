import { expect, it } from "vitest";
import { writeFourSpecs } from "../support/four-specs.ts";
import { withCli } from "../support/test-cli.ts";

it("sourcing status says that spending is held, and proposes to release it", async () => {
  await withCli({}, async ({ sourcing }) => {
    await sourcing(["hold"]);
    const { stdout } = await sourcing(["status"]);
    expect(stdout).toContain("Spending is held: `sourcing release` allows it again");
    expect(stdout).toContain("Next: `sourcing release`");
    await sourcing(["release"]);
    expect((await sourcing([])).stdout).not.toContain("held");
  });
});

it("sourcing status names a run that no process works on, and proposes to resume it", async () => {
  await withCli({}, async (cli) => {
    await cli.sourcing(["run", await writeFourSpecs(cli), "--budget", "100", "--detach"]);
    const { stdout } = await cli.sourcing(["status"]);
    expect(stdout).toContain("Run 1 waits, and no worker is alive");
    expect(stdout).toContain("Next: `sourcing resume 1`");
    expect((await cli.sourcing(["doctor"])).stdout).toContain("warn Run 1 waits, and no worker is alive");
  });
});

it("sourcing status names each worker that is alive, since when and what it works on", async () => {
  await withCli({ latencyMs: 400 }, async (cli) => {
    await cli.sourcing(["run", await writeFourSpecs(cli), "--budget", "1000", "--detach"]);
    const worker = cli.start(["worker"]);
    await expect
      .poll(async () => (await cli.sourcing(["status"])).stdout, { timeout: 120_000 })
      .toMatch(/Worker \S+ on \S+: alive for .+, at work on \S+ of run 1/);
    worker.child.kill("SIGTERM");
    expect((await worker.ended).code).toBe(143);
  });
});

it("a run that its budget ended is stopped, not done, and its number is proposed with a larger budget", async () => {
  await withCli({}, async (cli) => {
    const ended = await cli.sourcing(["run", await writeFourSpecs(cli), "--budget", "50"]);
    expect(ended.code).toBe(5);
    expect(ended.stdout).toContain("Run 1 stopped: 50 credits spent");
    const { stdout } = await cli.sourcing(["status"]);
    expect(stdout).toMatch(/│ +1 │[^│]+│ stopped │/);
    expect(stdout).toContain("Next: `sourcing resume 1 --budget N`, with N above 50");
  });
});

it("a run that brought no new person proposes no question about new people", async () => {
  await withCli({}, async (cli) => {
    const file = await writeFourSpecs(cli);
    expect((await cli.sourcing(["run", file])).stdout).toContain("sourcing query new-this-week");
    const again = await cli.sourcing(["run", file, "--restart"]);
    expect(again.stdout).toContain("nobody new");
    expect(again.stdout).not.toContain("new-this-week");
    expect((await cli.sourcing(["status"])).stdout).not.toContain("new-this-week");
  });
});

it("sourcing plan --schedule plans what the next run of the schedule takes, within its budget", async () => {
  await withCli({}, async (cli) => {
    await cli.sourcing(["specs", "import", await writeFourSpecs(cli)]);
    const set = ["schedule", "set", "nightly", "--cron", "0 2 * * *", "--all", "--budget", "70"];
    await cli.sourcing(set);
    const refused = await cli.sourcing(["plan", "--schedule", "nightly"]);
    expect(refused.stderr).toContain("none of these specs is marked nightly");
    expect(refused.code).toBe(2);
    await cli.database.db.pool.query(
      "update search_specs set nightly = spec in (select min(spec) from search_specs)",
    );
    const { stdout, code } = await cli.sourcing(["plan", "--schedule", "nightly", "--json"]);
    expect(code).toBe(0);
    const plan = JSON.parse(stdout) as { specs: { spec: string }[]; mostCredits: number };
    expect(plan.specs).toHaveLength(1);
    expect(plan.mostCredits).toBe(70);
    expect((await cli.sourcing(["plan", "--schedule", "weekly"])).code).toBe(2);
    expect((await cli.sourcing(["plan", "--schedule", "nightly", "--all"])).code).toBe(2);
  });
});

it("sourcing --version prints the version of the package", async () => {
  await withCli({}, async ({ sourcing }) => {
    expect(await sourcing(["--version"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});

it("sourcing query without a question is refused with what to type", async () => {
  await withCli({}, async ({ sourcing }) => {
    const { code, stderr } = await sourcing(["query"]);
    expect(stderr).toContain("say what to answer");
    expect(code).toBe(2);
  });
});
