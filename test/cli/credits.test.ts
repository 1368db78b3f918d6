import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FaultScript } from "../../src/simulator/fault-script.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";

const BUDGET = ["--budget", "1000"];

async function runOne({ folder, sourcing }: TestCli, more: readonly string[] = BUDGET) {
  const file = join(folder, "one.csv");
  await writeFile(file, 'spec,job_title,location,max_pages\nparis,Product Manager,"Paris, France",3\n');
  return sourcing(["run", file, ...more]);
}

function withFaults(faults: FaultScript, use: (cli: TestCli) => Promise<void>) {
  return withCli({ balance: 100_000 }, async (cli) => {
    cli.simulator.setFaults(faults);
    await runOne(cli);
    await use(cli);
  });
}

describe("sourcing credits settle", () => {
  const lost: FaultScript = [{ when: { page: 2, times: 1 }, fault: { kind: "reset", charged: true } }];

  it("refuses more than was reserved outside a terminal, unless it is forced, and corrects what was settled", async () => {
    await withFaults(lost, async ({ sourcing }) => {
      const refused = await sourcing(["credits", "settle", "2", "--charged", "250"]);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("more than the 25") });
      const forced = await sourcing(["credits", "settle", "2", "--charged", "250", "--force"]);
      expect(forced).toMatchObject({ code: 0, stderr: "Call 2 is settled at 250 credits.\n" });
      const corrected = await sourcing(["credits", "settle", "2", "--charged", "25"]);
      expect(corrected).toMatchObject({
        code: 0,
        stderr: "Call 2 is settled at 25 credits, 250 before.\n",
      });
    });
  });

  it("settles those of a run, or all, and wants to know which", async () => {
    await withFaults(lost, async ({ sourcing }) => {
      expect(await sourcing(["credits", "settle", "--charged", "0"])).toMatchObject({ code: 2 });
      expect(await sourcing(["credits", "settle", "2", "--all", "--charged", "0"])).toMatchObject({
        code: 2,
      });
      const none = await sourcing(["credits", "settle", "--run", "7", "--charged", "0"]);
      expect(none.stderr).toBe("No credits are in suspense there.\n");
      const settled = await sourcing(["credits", "settle", "--run", "1", "--charged", "25"]);
      expect(settled.stderr).toBe("Call 2 is settled at 25 credits.\n");
      const all = await sourcing(["credits", "settle", "--all", "--charged", "25"]);
      expect(all.stderr).toBe("No credits are in suspense there.\n");
    });
  });
});

describe("sourcing credits prices", () => {
  it("shows what each class is held to cost and why, and takes it back", async () => {
    const dear: FaultScript = [{ when: { page: 1, times: 1 }, fault: { kind: "plain", credits: 40 } }];
    await withFaults(dear, async ({ sourcing }) => {
      const shown = await sourcing(["credits", "prices"]);
      expect(shown.stdout).toContain("basic");
      expect(shown.stdout).toContain("40 credits in call 1 (page 1 of paris, run 1)");
      expect(await sourcing(["credits", "prices", "--forget", "phone"])).toMatchObject({ code: 2 });
      const forgotten = await sourcing(["credits", "prices", "--forget", "basic", "--json"]);
      expect(JSON.parse(forgotten.stdout)).toMatchObject({
        pageCredits: 25,
        prices: [{ priceClass: "basic", credits: null, call: null, outlier: null }],
      });
    });
  });
});
