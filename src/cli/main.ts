#!/usr/bin/env node
import { Command } from "commander";
import { describeError } from "./command/exit-code.ts";
import { toCount, toWholeNumber } from "./command/option-values.ts";
import { withExitCode } from "./command/with-exit-code.ts";
import { addExportCommands } from "./exports/export-commands.ts";
import type { SimulateOptions } from "./overview/simulate.ts";
import { addPrivacyCommands } from "./privacy/privacy-commands.ts";
import { addReparseCommand } from "./privacy/reparse-command.ts";
import { addRunCommands } from "./runs/run-commands.ts";
import { addScheduleCommands } from "./schedules/schedule-commands.ts";
import { addSpecCommands } from "./specs/spec-commands.ts";
import { addStoreCommands } from "./store/store-commands.ts";

const status = async () => (await import("./overview/status.ts")).status();

/** What few commands need and takes long to load, servers above all, is loaded by those commands. */
function makeProgram(): Command {
  const program = new Command("sourcing")
    .description("Buys people-search results page by page within a credit budget, into Postgres")
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  program
    .command("status")
    .description("last runs, balance, suspense, and the command to type next")
    .action(() => withExitCode(status));
  program
    .command("demo")
    .description("buy the example specs from a simulated API; needs no key and no server")
    .action(() => withExitCode(async () => (await import("./overview/demo.ts")).demo()));
  addSpecCommands(program);
  addRunCommands(program);
  addScheduleCommands(program);
  addStoreCommands(program);
  addExportCommands(program);
  addPrivacyCommands(program);
  addReparseCommand(program);
  program
    .command("doctor")
    .description("check the set-up without spending a credit")
    .action(() => withExitCode(async () => (await import("./overview/doctor.ts")).doctor()));
  program
    .command("simulate")
    .description("serve the API on a loopback port from invented people; costs nothing")
    .option("--port <port>", "port, 0 for a free one", toWholeNumber, 4010)
    .option("--people <count>", "how many people there are", toCount, 100_000)
    .option("--seed <seed>", "which people they are", toWholeNumber, 1)
    .option("--day <day>", "days since the start; some people change jobs every day", toWholeNumber, 0)
    .option("--latency <ms>", "milliseconds before every answer", toWholeNumber, 0)
    .action((options: SimulateOptions) =>
      withExitCode(async () => (await import("./overview/simulate.ts")).simulate(options)),
    );
  return program;
}

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // Whoever else listens ends by itself, and takes leave of the database.
  if (process.stdout.listenerCount("error") > 1) return;
  process.exit(error.code === "EPIPE" ? 0 : 1);
});
// Node would print the words of the error, which may hold people's data.
process.on("uncaughtException", (error) => {
  process.stderr.write(`${describeError(error)}\n`);
  process.exit(1);
});
// Without a command the state of things is shown; as an action of the program itself it would swallow unknown commands.
if (process.argv.length > 2) await makeProgram().parseAsync();
else await withExitCode(status);
// A library that still looks for a server which is away does not keep a command that has ended.
setTimeout(() => process.exit(), 1_000).unref();
