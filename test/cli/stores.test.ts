import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Machine, withMachine } from "../support/test-cli.ts";

const NO_DATABASE = { DATABASE_URL: "" };

async function writeSpec({ folder }: Machine): Promise<string> {
  const file = join(folder, "specs.csv");
  await writeFile(file, 'spec,job_title,location,max_pages\nparis,Product Manager,"Paris, France",1\n');
  return file;
}

describe("the embedded store", () => {
  it("keeps people between commands, and is not forgotten for an empty database", async () => {
    await withMachine({}, async (machine) => {
      const file = await writeSpec(machine);
      expect((await machine.sourcing(["run", file], NO_DATABASE)).code).toBe(0);
      const counted = await machine.sourcing(
        ["query", "select count(*) from candidates", "--format", "csv"],
        NO_DATABASE,
      );
      expect(counted.stdout).toBe("count\n25\n");
      const elsewhere = await machine.sourcing(["run", file]);
      expect(elsewhere).toMatchObject({ code: 2, stderr: expect.stringContaining("--new-store") });
      expect(machine.simulator.requests).toHaveLength(1);
      expect((await machine.sourcing(["run", file, "--new-store"])).code).toBe(0);
      expect(machine.simulator.requests).toHaveLength(2);
    });
  });
});

describe("a store", () => {
  it("is refused under another pepper, because it could store people who asked to be forgotten", async () => {
    await withMachine({}, async (machine) => {
      const file = await writeSpec(machine);
      const first = { SUPPRESSION_PEPPER: "the first pepper of all" };
      expect((await machine.sourcing(["run", file], first)).code).toBe(0);
      const other = await machine.sourcing(["resume"], { SUPPRESSION_PEPPER: "another pepper than that" });
      expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining("SUPPRESSION_PEPPER") });
      expect(machine.simulator.requests).toHaveLength(1);
    });
  });

  it("that lacks migrations is left alone until somebody says `db migrate`", async () => {
    await withMachine({}, async (machine) => {
      await machine.database.db.pool.query(
        "drop schema public cascade; drop schema drizzle cascade; create schema public",
      );
      const refused = await machine.sourcing(["run", await writeSpec(machine)]);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("sourcing db migrate") });
      expect((await machine.sourcing(["db", "status"])).code).toBe(1);
      expect((await machine.sourcing(["db", "migrate"])).code).toBe(0);
      expect((await machine.sourcing(["db", "status"])).code).toBe(0);
      expect((await machine.sourcing(["status"])).stdout).toContain("No runs yet");
      const checked = await machine.sourcing(["doctor"]);
      expect(checked.code).toBe(0);
    });
  });
});

describe("spending on hold", () => {
  it("stops every walk until it is released", async () => {
    await withMachine({}, async (machine) => {
      const file = await writeSpec(machine);
      await machine.sourcing(["hold"]);
      expect((await machine.sourcing(["run", file])).stdout).toContain("held");
      expect(machine.simulator.requests).toEqual([]);
      await machine.sourcing(["release"]);
      expect((await machine.sourcing(["resume"])).code).toBe(0);
      expect(machine.simulator.requests).toHaveLength(1);
    });
  });
});

describe("credits in suspense", () => {
  it("are listed with their reason and settled by a person", async () => {
    await withMachine({}, async (machine) => {
      machine.simulator.setFaults([{ when: { times: 1 }, fault: { kind: "reset", charged: true } }]);
      await machine.sourcing(["run", await writeSpec(machine)]);
      const listed = JSON.parse((await machine.sourcing(["credits", "--suspense", "--json"])).stdout);
      expect(listed.suspense).toMatchObject([{ spec: "paris", page: 1, credits: 25, rebought: true }]);
      const call = String(listed.suspense[0].call);
      expect((await machine.sourcing(["credits", "settle", call, "--charged", "25"])).code).toBe(0);
      expect((await machine.sourcing(["credits", "settle", call, "--charged", "25"])).code).toBe(2);
      const ledger = JSON.parse((await machine.sourcing(["credits", "--json"])).stdout);
      expect(ledger.lines).toMatchObject([
        { key: "paris", creditsSpent: machine.simulator.charged(), creditsInSuspense: 0 },
      ]);
    });
  });
});

describe("sourcing specs", () => {
  it("stores the good rows, tells of the bad ones, and changes nothing the second time", async () => {
    await withMachine({}, async (machine) => {
      const file = join(machine.folder, "mixed.csv");
      await writeFile(file, "spec,job_title\ngood,VP\nBad Name,VP\n");
      const imported = await machine.sourcing(["specs", "import", file, "--errors", "mend.csv"]);
      expect(imported).toMatchObject({ code: 3, stdout: "1 new, 0 revised, 0 changed, 0 unchanged\n" });
      expect((await machine.sourcing(["specs", "import", file, "--strict"])).code).toBe(2);
      const again = await machine.sourcing(["specs", "import", file]);
      expect(again.stdout).toBe("0 new, 0 revised, 0 changed, 1 unchanged\n");
      await writeFile(file, "spec,job_title\ngood,CTO\n");
      const revised = await machine.sourcing(["specs", "import", file]);
      expect(revised.stdout).toContain("good r1 -> r2: job_title VP -> CTO; starts at page 1");
      await machine.sourcing(["specs", "disable", "good"]);
      expect((await machine.sourcing(["run", "--specs", "good"])).stderr).toContain(
        "sourcing specs enable good",
      );
    });
  });
});
