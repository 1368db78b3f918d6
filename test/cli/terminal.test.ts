import { expect, it } from "vitest";
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
