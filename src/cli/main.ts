#!/usr/bin/env node
import { Command, InvalidArgumentError } from "commander";
import { simulate } from "./simulate.ts";
import { checkSpecs, printTemplate } from "./specs.ts";

function toWholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("expected a whole number from 0");
  return value;
}

function makeProgram(): Command {
  const program = new Command("sourcing")
    .description("Buys people-search results page by page within a credit budget")
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  const specs = program.command("specs").description("search specs: one row of a CSV each");
  specs
    .command("check <file>")
    .description("validate a CSV of specs with no effects; - reads standard input")
    .action(async (file: string) => {
      process.exitCode = await checkSpecs(file);
    });
  specs
    .command("template")
    .description("print an empty CSV of specs with an example row")
    .option("--help-columns", "print what each column means instead")
    .action((options: { helpColumns?: boolean }) => printTemplate(options.helpColumns === true));
  program
    .command("simulate")
    .description("serve the API on a loopback port from invented people; costs nothing")
    .option("--port <port>", "port, 0 for a free one", toWholeNumber, 4010)
    .option("--people <count>", "how many people there are", toWholeNumber, 100_000)
    .option("--seed <seed>", "which people they are", toWholeNumber, 1)
    .option("--day <day>", "days since the start; some people change jobs every day", toWholeNumber, 0)
    .option("--latency <ms>", "milliseconds before every answer", toWholeNumber, 0)
    .action(simulate);
  return program;
}

await makeProgram().parseAsync();
