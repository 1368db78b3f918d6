import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type TestCli, withCli } from "../support/test-cli.ts";

const TITLES = "job_title: CTO is included and excluded by exclude_job_titles; remove it from one of them";

async function importOdd({ folder, sourcing }: TestCli): Promise<string> {
  const file = join(folder, "odd.csv");
  const rows = ["spec,job_title,exclude_job_titles,max_pages", "odd,CTO | CFO,cto,1", "plain,CTO,,1"];
  await writeFile(file, `${rows.join("\n")}\n`);
  const { code } = await sourcing(["specs", "import", file]);
  expect(code).toBe(0);
  return file;
}

const specsIn = (stdout: string) => JSON.parse(stdout).specs;

describe("the warnings of a stored spec", () => {
  it("are shown by specs list, plan and run, for people and in JSON", async () => {
    await withCli({}, async (cli) => {
      await importOdd(cli);
      const { sourcing } = cli;
      expect((await sourcing(["specs", "list"])).stdout).toBe(`odd r1\n  warning: ${TITLES}\nplain r1\n`);
      expect(JSON.parse((await sourcing(["specs", "list", "--json"])).stdout)).toMatchObject([
        { spec: "odd", warnings: [TITLES] },
        { spec: "plain", warnings: [] },
      ]);
      expect((await sourcing(["plan", "--all"])).stdout).toContain(`odd: warning: ${TITLES}`);
      expect(specsIn((await sourcing(["plan", "--all", "--json"])).stdout)).toMatchObject([
        { spec: "odd", warnings: [TITLES] },
        { spec: "plain", warnings: [] },
      ]);
      const { stdout, stderr } = await sourcing(["run", "--all", "--json"]);
      expect(stderr).toContain(`odd: warning: ${TITLES}`);
      expect(specsIn(stdout)).toMatchObject([
        { spec: "odd", warnings: [TITLES] },
        { spec: "plain", warnings: [] },
      ]);
      expect((await sourcing(["runs", "last"])).stdout).toContain(`odd: warning: ${TITLES}`);
    });
  });

  it("are those of its file where a run or a plan reads one, and say which stored spec searches for the same people", async () => {
    await withCli({}, async (cli) => {
      await importOdd(cli);
      const file = join(cli.folder, "again.csv");
      await writeFile(file, "spec,job_title,max_pages,budget_credits\nsame,cto,1,10\n");
      const expected = [
        {
          spec: "same",
          warnings: [
            expect.stringContaining("budget_credits: 10 credits are less than a page may cost"),
            expect.stringContaining('spec: it searches for the same people as "plain"'),
          ],
        },
      ];
      expect(specsIn((await cli.sourcing(["plan", file, "--json"])).stdout)).toMatchObject(expected);
      expect(specsIn((await cli.sourcing(["run", file, "--json"])).stdout)).toMatchObject(expected);
    });
  });
});

describe("filters that the API calls too strict", () => {
  it("are a warning of the run, for people, in JSON and by SQL, with the counts of the answer", async () => {
    await withCli({}, async (cli) => {
      const file = join(cli.folder, "strict.csv");
      await writeFile(file, "spec,job_title,keyword\nstrict,CTO,no such word anywhere\n");
      const { stdout } = await cli.sourcing(["run", file, "--json"]);
      expect(specsIn(stdout)).toMatchObject([
        {
          stopReason: "no_results",
          warnings: [expect.stringContaining("filters_too_strict: the API calls")],
        },
      ]);
      expect((await cli.sourcing(["runs", "last"])).stdout).toContain(
        "strict: warning: filters_too_strict: ",
      );
      const counts =
        "select spec, page, filtered_count, leonar_profiles_cached, filters_too_strict from page_answers";
      const { stdout: rows, stderr } = await cli.sourcing(["query", counts, "--format", "json"]);
      expect(stderr).toBe("");
      expect(JSON.parse(rows)).toEqual([
        { spec: "strict", page: 1, filtered_count: 0, leonar_profiles_cached: 0, filters_too_strict: true },
      ]);
    });
  });
});
