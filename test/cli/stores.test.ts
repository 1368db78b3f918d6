import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type TestCli, withCli } from "../support/test-cli.ts";

const NO_DATABASE = { DATABASE_URL: "" };

async function writeSpec({ folder }: TestCli): Promise<string> {
  const file = join(folder, "specs.csv");
  await writeFile(file, 'spec,job_title,location,max_pages\nparis,Product Manager,"Paris, France",1\n');
  return file;
}

describe("the embedded store", () => {
  it("keeps people between commands, and is not forgotten for an empty database", async () => {
    await withCli({}, async (cli) => {
      const file = await writeSpec(cli);
      expect((await cli.sourcing(["run", file], NO_DATABASE)).code).toBe(0);
      const counted = await cli.sourcing(
        ["query", "select count(*) from candidates", "--format", "csv"],
        NO_DATABASE,
      );
      expect(counted.stdout).toBe("count\n25\n");
      const elsewhere = await cli.sourcing(["run", file]);
      expect(elsewhere).toMatchObject({ code: 2, stderr: expect.stringContaining("--new-store") });
      expect(cli.simulator.requests).toHaveLength(1);
      expect((await cli.sourcing(["run", file, "--new-store"])).code).toBe(0);
      expect(cli.simulator.requests).toHaveLength(2);
    });
  });
});

describe("a store", () => {
  it("is refused under another pepper, because it could store people who asked to be forgotten", async () => {
    await withCli({}, async (cli) => {
      const file = await writeSpec(cli);
      const first = { SUPPRESSION_PEPPER: "the first pepper of all" };
      expect((await cli.sourcing(["run", file], first)).code).toBe(0);
      const other = await cli.sourcing(["resume"], { SUPPRESSION_PEPPER: "another pepper than that" });
      expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining("SUPPRESSION_PEPPER") });
      expect(cli.simulator.requests).toHaveLength(1);
    });
  });

  it("that lacks migrations is left alone until somebody says `db migrate`", async () => {
    await withCli({}, async (cli) => {
      await cli.database.db.pool.query(
        "drop schema public cascade; drop schema drizzle cascade; create schema public",
      );
      const refused = await cli.sourcing(["run", await writeSpec(cli)]);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("sourcing db migrate") });
      expect((await cli.sourcing(["db", "status"])).code).toBe(1);
      expect((await cli.sourcing(["db", "migrate"])).code).toBe(0);
      expect((await cli.sourcing(["db", "status"])).code).toBe(0);
      expect((await cli.sourcing(["status"])).stdout).toContain("No runs yet");
      const checked = await cli.sourcing(["doctor"]);
      expect(checked.code).toBe(0);
    });
  });
});

describe("spending on hold", () => {
  it("stops every walk until it is released", async () => {
    await withCli({}, async (cli) => {
      const file = await writeSpec(cli);
      await cli.sourcing(["hold"]);
      expect((await cli.sourcing(["run", file])).stdout).toContain("held");
      expect(cli.simulator.requests).toEqual([]);
      await cli.sourcing(["release"]);
      expect((await cli.sourcing(["resume"])).code).toBe(0);
      expect(cli.simulator.requests).toHaveLength(1);
    });
  });
});

describe("credits in suspense", () => {
  it("are listed with their reason and settled by a person", async () => {
    await withCli({}, async (cli) => {
      cli.simulator.setFaults([{ when: { times: 1 }, fault: { kind: "reset", charged: true } }]);
      await cli.sourcing(["run", await writeSpec(cli)]);
      const listed = JSON.parse((await cli.sourcing(["credits", "--suspense", "--json"])).stdout);
      expect(listed.suspense).toMatchObject([{ spec: "paris", page: 1, credits: 25, rebought: true }]);
      const call = String(listed.suspense[0].call);
      expect((await cli.sourcing(["credits", "settle", call, "--charged", "25"])).code).toBe(0);
      const answered = String(listed.suspense[0].call + 1);
      expect((await cli.sourcing(["credits", "settle", answered, "--charged", "25"])).code).toBe(2);
      const ledger = JSON.parse((await cli.sourcing(["credits", "--json"])).stdout);
      expect(ledger.lines).toMatchObject([
        { key: "paris", creditsSpent: cli.simulator.charged(), creditsInSuspense: 0 },
      ]);
    });
  });
});

describe("sourcing specs", () => {
  it("stores the good rows, tells of the bad ones, and changes nothing the second time", async () => {
    await withCli({}, async (cli) => {
      const file = join(cli.folder, "mixed.csv");
      await writeFile(file, "spec,job_title\ngood,VP\nBad Name,VP\n");
      const imported = await cli.sourcing(["specs", "import", file, "--errors", "mend.csv"]);
      expect(imported).toMatchObject({ code: 3, stdout: "1 new, 0 revised, 0 changed, 0 unchanged\n" });
      expect((await cli.sourcing(["specs", "import", file, "--strict"])).code).toBe(2);
      const again = await cli.sourcing(["specs", "import", file]);
      expect(again.stdout).toBe("0 new, 0 revised, 0 changed, 1 unchanged\n");
      await writeFile(file, "spec,job_title\ngood,CTO\n");
      const revised = await cli.sourcing(["specs", "import", file]);
      expect(revised.stdout).toContain("good r1 -> r2: job_title VP -> CTO; starts at page 1");
      await cli.sourcing(["specs", "disable", "good"]);
      expect((await cli.sourcing(["run", "--specs", "good"])).stderr).toContain("sourcing specs enable good");
    });
  });
});
