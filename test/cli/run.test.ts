import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { readSpecs } from "../../src/specs/sheets/read-specs.ts";
import { HAS_REDIS, startRedis } from "../support/redis-server.ts";
import { type Ended, EXAMPLE_SPECS, type TestCli, withCli } from "../support/test-cli.ts";

const MISTAKES = fileURLToPath(new URL("../../examples/specs-with-mistakes.csv", import.meta.url));

const sums = {
  pages: z.number(),
  profilesSeen: z.number(),
  profilesNew: z.number(),
  profilesChanged: z.number(),
  profilesUnchanged: z.number(),
  profilesRejected: z.number(),
  profilesSuppressed: z.number(),
  peopleRepeated: z.number(),
  peopleMaybeMissed: z.number(),
  creditsSpent: z.number(),
  creditsInSuspense: z.number(),
};
/** The contract of `run --json`: no key more, no key less. */
const contract = z.strictObject({
  runId: z.number(),
  status: z.string(),
  specs: z.array(
    z.strictObject({
      spec: z.string(),
      revision: z.number(),
      status: z.string(),
      stopReason: z.string().nullable(),
      fresh: z.boolean(),
      joined: z.boolean(),
      ...sums,
      nextPage: z.number(),
      warnings: z.array(z.string()),
    }),
  ),
  totals: z.strictObject(sums),
  balance: z.number().nullable(),
  durationMs: z.number(),
});

function reportOf({ stdout, stderr }: Ended) {
  if (stdout === "") throw new Error(`nothing was printed; ${stderr}`);
  return contract.parse(JSON.parse(stdout));
}

async function oneSpec({ folder }: TestCli, more = ""): Promise<string> {
  const file = join(folder, "one.csv");
  const [name, value] = more === "" ? ["", ""] : more.split("=");
  await writeFile(
    file,
    `spec,job_title,location${name === "" ? "" : `,${name}`}
paris-pm,Product Manager,"Paris, France"${value === "" ? "" : `,${value}`}
`,
  );
  return file;
}

async function peopleOf({ database }: TestCli): Promise<string[]> {
  const { rows } = await database.db.pool.query(
    'select profile_id from profiles order by profile_id collate "C"',
  );
  return rows.map((row) => z.string().parse(row.profile_id));
}

/** Changes whenever any row of these tables is written. */
async function writtenRows({ database }: TestCli): Promise<unknown> {
  const { rows } = await database.db.pool.query(
    `select md5(string_agg(xmin::text || profile_id, ',' order by profile_id)) as profiles,
       (select count(*) from profile_versions) as versions from profiles`,
  );
  return rows[0];
}

describe("sourcing run", () => {
  it("stores the union of overlapping specs, pays once, and rewrites nothing when it buys again", async () => {
    await withCli({}, async (cli) => {
      const { simulator } = cli;
      const first = reportOf(await cli.sourcing(["run", EXAMPLE_SPECS, "--json"]));
      const { specs } = readSpecs(await readFile(EXAMPLE_SPECS));
      const shown = specs.flatMap(({ spec }) =>
        simulator.search(spec.search).slice(0, (spec.maxPages ?? 1e6) * 25),
      );
      expect(await peopleOf(cli)).toEqual([...new Set(shown)].sort());
      expect(first.totals.profilesNew).toBeGreaterThan(2_000);
      expect(first.totals.creditsSpent).toBe(simulator.charged());
      expect(first.balance).toBe(simulator.balance);

      const requests = simulator.requests.length;
      const again = reportOf(await cli.sourcing(["run", EXAMPLE_SPECS, "--json"]));
      expect(again.specs.every((spec) => spec.fresh && spec.status === "complete")).toBe(true);
      expect(again.totals.creditsSpent).toBe(0);
      expect(simulator.requests.length).toBe(requests);

      const before = await writtenRows(cli);
      const rebought = reportOf(await cli.sourcing(["run", "--all", "--restart", "--json"]));
      expect(rebought.totals.creditsSpent).toBeGreaterThan(0);
      expect(rebought.totals.profilesNew + rebought.totals.profilesChanged).toBe(0);
      expect(await writtenRows(cli)).toEqual(before);
    });
  });

  it("never spends more than its budget and goes on at the first page not bought", async () => {
    await withCli({}, async (cli) => {
      const file = await oneSpec(cli);
      const first = await cli.sourcing(["run", file, "--budget", "60", "--json"]);
      expect(first.code).toBe(5);
      expect(reportOf(first).specs[0]).toMatchObject({ stopReason: "budget_reached", pages: 2, nextPage: 3 });
      expect(cli.simulator.charged()).toBe(50);
      await cli.sourcing(["run", file, "--budget", "60", "--budget-ok", "--json"]);
      expect(cli.simulator.requests.map(({ page }) => page)).toEqual([1, 2, 3, 4]);
    });
  });

  it("buys nothing of a file with mistakes and tells of every one", async () => {
    await withCli({}, async (cli) => {
      const { code, stderr, stdout } = await cli.sourcing(["run", MISTAKES]);
      expect(code).toBe(2);
      expect(stdout).toBe("");
      expect(stderr.match(/^line \d+/gm)).toHaveLength(10);
      expect(cli.simulator.requests).toEqual([]);
    });
  });

  it("stops every walk at the first refusal of the key", async () => {
    await withCli({}, async (cli) => {
      const ended = await cli.sourcing(["run", EXAMPLE_SPECS, "--json"], {
        LEONAR_API_KEY: "leo_wrong_key",
      });
      expect(ended.code).toBe(4);
      expect(reportOf(ended).specs.every(({ stopReason }) => stopReason === "key_rejected")).toBe(true);
      expect(cli.simulator.requests).toHaveLength(1);
      expect(ended.stdout + ended.stderr).not.toContain("leo_wrong_key");
    });
  });

  it("asks for a key before it does anything", async () => {
    await withCli({}, async (cli) => {
      const { code, stderr } = await cli.sourcing(["run", EXAMPLE_SPECS], { LEONAR_API_KEY: "" });
      expect(code).toBe(4);
      expect(stderr).toContain("LEONAR_API_KEY is not set");
    });
  });

  it("says what to choose from where it is told nothing", async () => {
    await withCli({}, async (cli) => {
      const { code, stderr } = await cli.sourcing(["run"]);
      expect(code).toBe(2);
      expect(stderr).toContain("--specs a,b, --tag t or --all");
    });
  });

  it("finishes the page in flight at Ctrl-C and carries on with resume", async () => {
    await withCli({ latencyMs: 30 }, async (cli) => {
      const { child, ended } = cli.start(["run", EXAMPLE_SPECS, "--budget", "5000", "--json"]);
      await vi.waitUntil(() => cli.simulator.requests.length >= 5, { timeout: 300_000 });
      child.kill("SIGINT");
      const stopped = await ended;
      expect(stopped.code).toBe(130);
      expect(reportOf(stopped)).toMatchObject({ status: "interrupted", totals: { creditsInSuspense: 0 } });
      const resumed = reportOf(await cli.sourcing(["resume", "--json"]));
      expect(resumed.status).toBe("done");
      expect(resumed.totals.creditsSpent).toBe(cli.simulator.charged());
    });
  });

  it("leaves a detached run to the worker, which ends at SIGTERM", async () => {
    await withCli({}, async (cli) => {
      const file = await oneSpec(cli, "max_pages=3");
      const booked = await cli.sourcing(["run", file, "--detach"]);
      expect(booked).toMatchObject({ code: 0, stdout: "1\n" });
      const worker = cli.start(["worker"]);
      await vi.waitUntil(async () => (await peopleOf(cli)).length === 75, { timeout: 300_000 });
      worker.child.kill("SIGTERM");
      expect((await worker.ended).code).toBe(143);
      const report = reportOf(await cli.sourcing(["runs", "last", "--json"]));
      expect(report.specs[0]).toMatchObject({ stopReason: "max_pages", pages: 3 });
    });
  });

  it.skipIf(!HAS_REDIS)("works the same with its queue in Redis", async () => {
    await withCli({}, async (cli) => {
      const redis = await startRedis();
      const report = reportOf(await cli.sourcing(["run", EXAMPLE_SPECS, "--json"], { REDIS_URL: redis.url }));
      expect(report.status).toBe("done");
      expect(report.totals.creditsSpent).toBe(cli.simulator.charged());
      await redis.close();
    });
  });

  it("fails a spec that the API refuses and names the field", async () => {
    await withCli({}, async (cli) => {
      const refusal = { kind: "error", code: "validation_error", message: "location: not known" } as const;
      cli.simulator.setFaults([{ when: {}, fault: refusal }]);
      const ended = await cli.sourcing(["run", await oneSpec(cli)]);
      expect({ code: ended.code, stderr: ended.stderr }).toMatchObject({ code: 3 });
      expect(ended.stdout).toContain("location: not known");
      expect(cli.simulator.requests).toHaveLength(1);
    });
  });
});

describe("sourcing cancel", () => {
  it("ends a run that waits for a worker, and nothing of it is bought", async () => {
    await withCli({}, async (cli) => {
      await cli.sourcing(["run", await oneSpec(cli), "--detach"]);
      expect((await cli.sourcing(["cancel", "last"])).code).toBe(0);
      const report = reportOf(await cli.sourcing(["runs", "1", "--json"]));
      expect(report.status).toBe("cancelled");
      expect(cli.simulator.requests).toEqual([]);
    });
  });
});

describe("sourcing plan", () => {
  it("tells from stored history what a run would cost, without a request", async () => {
    await withCli({}, async (cli) => {
      const file = await oneSpec(cli);
      await cli.sourcing(["run", file, "--budget", "60"]);
      const requests = cli.simulator.requests.length;
      const { stdout, code } = await cli.sourcing(["plan", file, "--json"]);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        specs: [{ spec: "paris-pm", action: "continue", page: 3 }],
      });
      expect(cli.simulator.requests.length).toBe(requests);
      const probed = await cli.sourcing(["plan", file, "--probe", "--json"]);
      expect(JSON.parse(probed.stdout)).toMatchObject({
        specs: [{ action: "continue", page: 4 }],
        unknown: 0,
      });
      expect(cli.simulator.requests.length).toBe(requests + 1);
    });
  });
});
