import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type TestCli, withCli } from "../support/test-cli.ts";

/** Buys a list into whose first page somebody comes before page 2 is bought, and one that is not read to its end. */
async function buyTwoLists({ folder, simulator, sourcing }: TestCli): Promise<void> {
  const file = join(folder, "specs.csv");
  const rows = [
    "spec,job_title,location,max_pages",
    'moved,Product Manager,"Paris, France",',
    'begun,Product Manager,"Lyon, France",1',
  ];
  await writeFile(file, `${rows.join("\n")}\n`);
  expect((await sourcing(["specs", "import", file])).code).toBe(0);
  simulator.setFaults([{ when: { page: 2, bodyIncludes: "Paris" }, fault: { kind: "shift", by: 1 } }]);
  const { stdout } = await sourcing(["run", "--all", "--yes"]);
  expect(stdout).toContain("`sourcing run --specs moved --fill-gaps` buys only the pages that can hold them");
  simulator.setFaults([]);
}

describe("run --fill-gaps", () => {
  it("is planned for no credits, buys what the plan says, and needs no further limit", async () => {
    await withCli({}, async (cli) => {
      await buyTwoLists(cli);
      const { sourcing, simulator } = cli;
      const before = simulator.charged();
      const planned = await sourcing(["plan", "--all", "--fill-gaps", "--json"]);
      expect(JSON.parse(planned.stdout)).toMatchObject({
        mostCredits: 25,
        specs: [
          { spec: "begun", action: "incomplete", page: null, pages: null, mostCredits: 0 },
          { spec: "moved", action: "fill", page: 1, pages: [1], forecast: { low: 25, likely: 25, high: 25 } },
        ],
      });
      const { stdout } = await sourcing(["plan", "--all", "--fill-gaps"]);
      expect(stdout).toMatch(/moved +│ fills gaps +│ +only 1 │/u);
      expect(stdout).toContain("left out, because their search was not read to its end: begun;");
      expect(simulator.charged()).toBe(before);
      const run = await sourcing(["run", "--all", "--fill-gaps", "--json"]);
      expect(run.stderr).toContain("left out, because their search was not read to its end: begun;");
      expect(JSON.parse(run.stdout)).toMatchObject({
        specs: [{ spec: "moved", pages: 1, creditsSpent: 25, peopleMaybeMissed: 1 }],
      });
      expect(simulator.charged()).toBe(before + 25);
      const shown = await sourcing(["runs", "last"]);
      expect(shown.stdout).toContain(
        "moved: of about 1 who were missed, 0 found on page 1; the others have left",
      );
      const again = await sourcing(["plan", "--all", "--fill-gaps"]);
      expect(again.stdout).toMatch(/moved +│ no gaps, nothing to buy/u);
    });
  });

  it.each([
    ["run", "--restart"],
    ["plan", "--restart"],
    ["plan", "--probe"],
  ])("of %s is refused beside %s", async (command, option) => {
    await withCli({}, async ({ sourcing }) => {
      const { code, stderr } = await sourcing([command, "--all", "--fill-gaps", option]);
      expect(stderr).toContain("cannot be used with option '--fill-gaps'");
      expect(code).toBe(2);
    });
  });
});
