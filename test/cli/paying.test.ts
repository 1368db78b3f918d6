import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startSimulator } from "../../src/simulator/simulator.ts";
import { type TestCli, untilReady, withCli } from "../support/test-cli.ts";

async function writeSpec({ folder }: TestCli, settings = ""): Promise<string> {
  const file = join(folder, "one.csv");
  const [name, value] = settings.split("=");
  const head = name === "" ? "" : `,${name}`;
  const cell = value === undefined ? "" : `,${value}`;
  await writeFile(file, `spec,job_title,location${head}\nparis,Product Manager,"Paris, France"${cell}\n`);
  return file;
}

const NO_LIMIT = { DAILY_CREDIT_LIMIT: "" };

describe("a paid command that no limit binds", () => {
  it("is refused outside a terminal, unless it is told to ask nothing", async () => {
    await withCli({ people: 500 }, async (cli) => {
      const file = await writeSpec(cli);
      const refused = await cli.sourcing(["run", file], NO_LIMIT);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("nothing limits") });
      expect(cli.simulator.requests).toEqual([]);
      expect((await cli.sourcing(["run", file, "--yes"], NO_LIMIT)).code).toBe(0);
      expect(cli.simulator.requests).not.toEqual([]);
    });
  });

  it.each([
    ["a budget of the run", ["--budget", "100"], {}, ""],
    ["pages", ["--max-pages", "1"], {}, ""],
    ["a budget of the spec", [], {}, "budget_credits=50"],
    ["a limit of the day", [], { DAILY_CREDIT_LIMIT: "100" }, ""],
    ["a floor of the balance", [], { MIN_CREDIT_BALANCE: "100" }, ""],
  ])("is not refused where it is bound by %s", async (_, options, limits, settings) => {
    await withCli({ people: 500 }, async (cli) => {
      const args = ["run", await writeSpec(cli, settings), "--budget-ok", ...options];
      expect((await cli.sourcing(args, { ...NO_LIMIT, ...limits })).code).toBe(0);
    });
  });

  it("is refused by resume too", async () => {
    await withCli({}, async (cli) => {
      await cli.sourcing(["hold"]);
      await cli.sourcing(["run", await writeSpec(cli), "--yes"], NO_LIMIT);
      await cli.sourcing(["release"]);
      expect(await cli.sourcing(["resume"], NO_LIMIT)).toMatchObject({ code: 2 });
      expect(cli.simulator.requests).toEqual([]);
      expect((await cli.sourcing(["resume", "--budget", "25", "--budget-ok"], NO_LIMIT)).code).toBe(0);
    });
  });
});

describe("plan --probe", () => {
  it("is refused outside a terminal where no limit binds it, unless it is told to ask nothing", async () => {
    await withCli({ people: 500 }, async (cli) => {
      const probe = ["plan", await writeSpec(cli), "--probe"];
      expect(await cli.sourcing(probe, NO_LIMIT)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("--yes"),
      });
      expect(cli.simulator.requests).toEqual([]);
      expect((await cli.sourcing([...probe, "--yes"], NO_LIMIT)).code).toBe(0);
      expect(cli.simulator.requests).toHaveLength(1);
    });
  });

  it.each([
    ["a budget", ["--budget", "100"], {}, ""],
    ["a budget of each spec", [], {}, "budget_credits=50"],
    ["a limit of the month", [], { MONTHLY_CREDIT_LIMIT: "100" }, ""],
  ])("is not refused where it is bound by %s", async (_, options, limits, settings) => {
    await withCli({ people: 500 }, async (cli) => {
      const args = ["plan", await writeSpec(cli, settings), "--probe", ...options];
      expect((await cli.sourcing(args, { ...NO_LIMIT, ...limits })).code).toBe(0);
    });
  });
});

describe("a worker", () => {
  it("is refused outside a terminal where no limit binds it, unless it is told to ask nothing", async () => {
    await withCli({ people: 500 }, async (cli) => {
      expect(await cli.sourcing(["worker"], NO_LIMIT)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/nothing limits.*DAILY_CREDIT_LIMIT.*--yes/s),
      });
      for (const [args, limits] of [
        [["worker", "--yes"], {}],
        [["worker"], { DAILY_CREDIT_LIMIT: "100" }],
        [["worker"], { MONTHLY_CREDIT_LIMIT: "100" }],
        [["worker"], { MIN_CREDIT_BALANCE: "100" }],
      ] as const) {
        const worker = cli.start(args, { ...NO_LIMIT, ...limits });
        await untilReady(worker);
        worker.child.kill("SIGTERM");
        expect((await worker.ended).code).toBe(143);
      }
    });
  });
});

describe("a store that has bought from one address", () => {
  it("buys from no other, until it is told to", async () => {
    await withCli({}, async (cli) => {
      const file = await writeSpec(cli, "max_pages=1");
      expect((await cli.sourcing(["run", file])).code).toBe(0);
      const other = await startSimulator({ key: cli.simulator.key });
      try {
        const elsewhere = { LEONAR_BASE_URL: other.baseUrl };
        for (const args of [["run", file], ["resume"], ["worker"]]) {
          const refused = await cli.sourcing(args, elsewhere);
          expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(cli.simulator.baseUrl) });
        }
        expect(other.requests).toEqual([]);
        const moved = await cli.sourcing(["run", file, "--new-address"], elsewhere);
        expect(moved.code).toBe(0);
        expect(other.requests).toHaveLength(1);
        expect((await cli.sourcing(["run", file])).code).toBe(2);
      } finally {
        await other.close();
      }
    });
  });

  it("takes another address where nothing was bought from the first", async () => {
    await withCli({}, async (cli) => {
      const file = await writeSpec(cli, "max_pages=1");
      await cli.sourcing(["hold"]);
      await cli.sourcing(["run", file], { LEONAR_BASE_URL: "http://127.0.0.1:9/api/v1" });
      await cli.sourcing(["release"]);
      expect((await cli.sourcing(["resume"])).code).toBe(0);
    });
  });
});

it("the report of a run names the balance of its own key only", async () => {
  await withCli({ balance: 500 }, async (cli) => {
    const file = await writeSpec(cli, "max_pages=1");
    await cli.sourcing(["run", file]);
    await cli.database.db.pool.query(
      "insert into api_keys (id, balance, balance_at) values ('another', 7, now() + interval '1 hour')",
    );
    const { stdout } = await cli.sourcing(["run", file, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ balance: 450 });
  });
});
