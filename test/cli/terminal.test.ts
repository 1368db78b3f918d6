import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { widthOf } from "../../src/cli/screen/text-width.ts";
import { writeFourSpecs } from "../support/four-specs.ts";
import { rowsOf } from "../support/leased-walk.ts";
import { runOnTerminal } from "../support/terminal.ts";
import { withCli } from "../support/test-cli.ts";

const CTRL_C = "\u0003";
const QUESTION = "[y/N]";

it("Ctrl-C at the question of a run buys nothing and exits with 130", async () => {
  await withCli({}, async (cli) => {
    const args = ["run", await writeFourSpecs(cli), "--budget", "100"];
    const { code, output } = await runOnTerminal(cli, args, { keys: [{ until: QUESTION, send: CTRL_C }] });
    expect(output).toContain("Interrupted at the question: nothing was done.");
    expect(code).toBe(130);
    expect(cli.simulator.requests).toEqual([]);
  });
});

it("a no at the question of a run buys nothing and exits with 0", async () => {
  await withCli({}, async (cli) => {
    const args = ["run", await writeFourSpecs(cli), "--budget", "100"];
    const { code, output } = await runOnTerminal(cli, args, { keys: [{ until: QUESTION, send: "n\r" }] });
    expect(output).toContain("Nothing was bought.");
    expect(code).toBe(0);
    expect(cli.simulator.requests).toEqual([]);
  });
});

it("the sentence of Ctrl-C stays above the bars of a run", async () => {
  await withCli({ latencyMs: 300, people: 20_000 }, async (cli) => {
    const args = ["run", await writeFourSpecs(cli), "--budget", "2000"];
    const { code, output } = await runOnTerminal(cli, args, {
      keys: [
        { until: QUESTION, send: "y\r" },
        { until: "people", send: CTRL_C },
      ],
    });
    expect(code).toBe(130);
    const sentence = "Finishing the pages in flight, then stopping; once more stops at once.";
    // A line that stays is ended before the bars are drawn again.
    expect(output.replaceAll("\r", "")).toContain(`${sentence}\n`);
    expect(output.split(sentence)).toHaveLength(2);
    expect(await rowsOf(cli.database, "select id from calls where status = 'suspense'")).toEqual([]);
  });
});

it.each([60, 80, 120, 200])(
  "nothing that a run shows is wider than a terminal of %i columns",
  async (columns) => {
    await withCli({ latencyMs: 150, people: 20_000 }, async (cli) => {
      const file = join(cli.folder, "long.csv");
      const slug = (number: number) => `a-search-with-a-name-of-some-length-that-ends-in-${number}`;
      await writeFile(file, `spec,location\n${slug(1)},"Paris, France"\n${slug(2)},"Berlin, Germany"\n`);
      const { code, output } = await runOnTerminal(cli, ["run", file, "--budget", "400"], {
        columns,
        keys: [{ until: QUESTION, send: "y\r" }],
      });
      expect(code).toBe(5);
      expect(output).toContain("credits");
      const drawn = rowsOfScreen(output).filter((row) => /[│┌└█░]/u.test(row));
      expect(drawn.length).toBeGreaterThan(5);
      expect(drawn.filter((row) => widthOf(row) > columns)).toEqual([]);
      for (const end of ["in-1", "in-2"]) expect(drawn.some((row) => row.includes(end))).toBe(true);
      const status = await runOnTerminal(cli, ["status"], { columns });
      expect(
        rowsOfScreen(status.output).filter((row) => /[│┌└]/u.test(row) && widthOf(row) > columns),
      ).toEqual([]);
    });
  },
);

it("a table in a pipe is not cut, and has all of its columns", async () => {
  await withCli({}, async (cli) => {
    await cli.sourcing(["run", await writeFourSpecs(cli), "--budget", "100"]);
    const { stdout } = await cli.sourcing(["query", "select repeat('x', 300) as text"]);
    expect(stdout).toContain("x".repeat(300));
    const { stdout: status } = await cli.sourcing(["status"]);
    expect(status).toContain("in suspense");
  });
});

const ESCAPE = "\u001b";
const NEW_ROW = new RegExp(`\\r|\\n|${ESCAPE}\\[\\d*[A-HJKf]`, "u");

/** What was drawn, a row for each time that a row was drawn: a carriage return or a move of the cursor begins another. */
function rowsOfScreen(output: string): string[] {
  return output.split(NEW_ROW).map(stripVTControlCharacters);
}
