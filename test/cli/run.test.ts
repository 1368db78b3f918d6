import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { readSpecs } from "../../src/specs/sheets/read-specs.ts";
import { type Ended, EXAMPLE_SPECS, type Machine, withMachine } from "../support/test-cli.ts";
import { HAS_REDIS, startRedis } from "../support/redis-server.ts";

const MISTAKES = fileURLToPath(new URL("../../examples/specs-with-mistakes.csv", import.meta.url));

const sums = {
  pages: z.number(),
  profilesSeen: z.number(),
  profilesNew: z.number(),
  profilesChanged: z.number(),
  profilesUnchanged: z.number(),
  profilesRejected: z.number(),
  profilesSuppressed: z.number(),
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

async function oneSpec({ folder }: Machine, more = ""): Promise<string> {
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

async function peopleOf({ database }: Machine): Promise<string[]> {
  const { rows } = await database.db.pool.query(
    'select profile_id from profiles order by profile_id collate "C"',
  );
  return rows.map((row) => z.string().parse(row.profile_id));
}

/** Changes whenever any row of these tables is written. */
async function writtenRows({ database }: Machine): Promise<unknown> {
  const { rows } = await database.db.pool.query(
    `select md5(string_agg(xmin::text || profile_id, ',' order by profile_id)) as profiles,
       (select count(*) from profile_versions) as versions from profiles`,
  );
  return rows[0];
}

describe("sourcing run", () => {
  it("stores the union of overlapping specs, pays once, and rewrites nothing when it buys again", async () => {
    await withMachine({}, async (machine) => {
      const { simulator } = machine;
      const first = reportOf(await machine.sourcing(["run", EXAMPLE_SPECS, "--json"]));
      const { specs } = readSpecs(await readFile(EXAMPLE_SPECS));
      const shown = specs.flatMap(({ spec }) =>
        simulator.search(spec.search).slice(0, (spec.maxPages ?? 1e6) * 25),
      );
      expect(await peopleOf(machine)).toEqual([...new Set(shown)].sort());
      expect(first.totals.profilesNew).toBeGreaterThan(2_000);
      expect(first.totals.creditsSpent).toBe(simulator.charged());
      expect(first.balance).toBe(simulator.balance);

      const requests = simulator.requests.length;
      const again = reportOf(await machine.sourcing(["run", EXAMPLE_SPECS, "--json"]));
      expect(again.specs.every((spec) => spec.fresh && spec.status === "complete")).toBe(true);
      expect(again.totals.creditsSpent).toBe(0);
      expect(simulator.requests.length).toBe(requests);

      const before = await writtenRows(machine);
      const rebought = reportOf(await machine.sourcing(["run", "--all", "--restart", "--json"]));
      expect(rebought.totals.creditsSpent).toBeGreaterThan(0);
      expect(rebought.totals.profilesNew + rebought.totals.profilesChanged).toBe(0);
      expect(await writtenRows(machine)).toEqual(before);
    });
  });

  it("never spends more than its budget and goes on at the first page not bought", async () => {
    await withMachine({}, async (machine) => {
      const file = await oneSpec(machine);
      const first = await machine.sourcing(["run", file, "--budget", "60", "--json"]);
      expect(first.code).toBe(5);
      expect(reportOf(first).specs[0]).toMatchObject({ stopReason: "budget_reached", pages: 2, nextPage: 3 });
      expect(machine.simulator.charged()).toBe(50);
      await machine.sourcing(["run", file, "--budget", "60", "--budget-ok", "--json"]);
      expect(machine.simulator.requests.map(({ page }) => page)).toEqual([1, 2, 3, 4]);
    });
  });

  it("buys nothing of a file with mistakes and tells of every one", async () => {
    await withMachine({}, async (machine) => {
      const { code, stderr, stdout } = await machine.sourcing(["run", MISTAKES]);
      expect(code).toBe(2);
      expect(stdout).toBe("");
      expect(stderr.match(/^line \d+/gm)).toHaveLength(10);
      expect(machine.simulator.requests).toEqual([]);
    });
  });

  it("stops every walk at the first refusal of the key", async () => {
    await withMachine({}, async (machine) => {
      const ended = await machine.sourcing(["run", EXAMPLE_SPECS, "--json"], {
        LEONAR_API_KEY: "leo_wrong_key",
      });
      expect(ended.code).toBe(4);
      expect(reportOf(ended).specs.every(({ stopReason }) => stopReason === "key_rejected")).toBe(true);
      expect(machine.simulator.requests).toHaveLength(1);
      expect(ended.stdout + ended.stderr).not.toContain("leo_wrong_key");
    });
  });

  it("asks for a key before it does anything", async () => {
    await withMachine({}, async (machine) => {
      const { code, stderr } = await machine.sourcing(["run", EXAMPLE_SPECS], { LEONAR_API_KEY: "" });
      expect(code).toBe(4);
      expect(stderr).toContain("LEONAR_API_KEY is not set");
    });
  });

  it("says what to choose from where it is told nothing", async () => {
    await withMachine({}, async (machine) => {
      const { code, stderr } = await machine.sourcing(["run"]);
      expect(code).toBe(2);
      expect(stderr).toContain("--specs a,b, --tag t or --all");
    });
  });

  it("finishes the page in flight at Ctrl-C and carries on with resume", async () => {
    await withMachine({ latencyMs: 30 }, async (machine) => {
      const { child, ended } = machine.start(["run", EXAMPLE_SPECS, "--budget", "5000", "--json"]);
      await vi.waitUntil(() => machine.simulator.requests.length >= 5, { timeout: 20_000 });
      child.kill("SIGINT");
      const stopped = await ended;
      expect(stopped.code).toBe(130);
      expect(reportOf(stopped)).toMatchObject({ status: "interrupted", totals: { creditsInSuspense: 0 } });
      const resumed = reportOf(await machine.sourcing(["resume", "--json"]));
      expect(resumed.status).toBe("done");
      expect(resumed.totals.creditsSpent).toBe(machine.simulator.charged());
    });
  });

  it("leaves a detached run to the worker, which ends at SIGTERM", async () => {
    await withMachine({}, async (machine) => {
      const file = await oneSpec(machine, "max_pages=3");
      const booked = await machine.sourcing(["run", file, "--detach"]);
      expect(booked).toMatchObject({ code: 0, stdout: "1\n" });
      const worker = machine.start(["worker"]);
      await vi.waitUntil(async () => (await peopleOf(machine)).length === 75, { timeout: 20_000 });
      worker.child.kill("SIGTERM");
      expect((await worker.ended).code).toBe(143);
      const report = reportOf(await machine.sourcing(["runs", "last", "--json"]));
      expect(report.specs[0]).toMatchObject({ stopReason: "max_pages", pages: 3 });
    });
  });

  it.skipIf(!HAS_REDIS)("works the same with its queue in Redis", async () => {
    await withMachine({}, async (machine) => {
      const redis = await startRedis();
      const report = reportOf(
        await machine.sourcing(["run", EXAMPLE_SPECS, "--json"], { REDIS_URL: redis.url }),
      );
      expect(report.status).toBe("done");
      expect(report.totals.creditsSpent).toBe(machine.simulator.charged());
      await redis.close();
    });
  });

  it("fails a spec that the API refuses and names the field", async () => {
    await withMachine({}, async (machine) => {
      const refusal = { kind: "error", code: "validation_error", message: "location: not known" } as const;
      machine.simulator.setFaults([{ when: {}, fault: refusal }]);
      const ended = await machine.sourcing(["run", await oneSpec(machine)]);
      expect({ code: ended.code, stderr: ended.stderr }).toMatchObject({ code: 3 });
      expect(ended.stdout).toContain("location: not known");
      expect(machine.simulator.requests).toHaveLength(1);
    });
  });
});

describe("sourcing cancel", () => {
  it("ends a run that waits for a worker, and nothing of it is bought", async () => {
    await withMachine({}, async (machine) => {
      await machine.sourcing(["run", await oneSpec(machine), "--detach"]);
      expect((await machine.sourcing(["cancel", "last"])).code).toBe(0);
      const report = reportOf(await machine.sourcing(["runs", "1", "--json"]));
      expect(report.status).toBe("cancelled");
      expect(machine.simulator.requests).toEqual([]);
    });
  });
});

describe("sourcing plan", () => {
  it("tells from stored history what a run would cost, without a request", async () => {
    await withMachine({}, async (machine) => {
      const file = await oneSpec(machine);
      await machine.sourcing(["run", file, "--budget", "60"]);
      const requests = machine.simulator.requests.length;
      const { stdout, code } = await machine.sourcing(["plan", file, "--json"]);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        specs: [{ spec: "paris-pm", action: "continue", page: 3 }],
      });
      expect(machine.simulator.requests.length).toBe(requests);
      const probed = await machine.sourcing(["plan", file, "--probe", "--json"]);
      expect(JSON.parse(probed.stdout)).toMatchObject({
        specs: [{ action: "continue", page: 4 }],
        unknown: 0,
      });
      expect(machine.simulator.requests.length).toBe(requests + 1);
    });
  });
});
