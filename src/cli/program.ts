import { Command, CommanderError } from "commander";
import { endWith, exitCodeForCommandLine } from "./command/exit-code.ts";
import { addExamples } from "./command/help-examples.ts";
import { noteFailure } from "./command/json-outcome.ts";
import { toCount, toWholeNumber } from "./command/option-values.ts";
import { readVersion } from "./command/read-version.ts";
import { withExitCode } from "./command/with-exit-code.ts";
import { addConsoleCommand } from "./console/console-command.ts";
import { addExportCommands } from "./exports/export-commands.ts";
import type { SimulateOptions } from "./overview/simulate.ts";
import { addPrivacyCommands } from "./privacy/privacy-commands.ts";
import { addReparseCommand } from "./privacy/reparse-command.ts";
import { addRunCommands } from "./runs/run-commands.ts";
import { addScheduleCommands } from "./schedules/schedule-commands.ts";
import { guardOutput } from "./screen/guard-output.ts";
import { addSpecCommands } from "./specs/spec-commands.ts";
import { addStoreCommands } from "./store/store-commands.ts";

const status = async () => (await import("./overview/status.ts")).status();

/**
 * Returns the program with all of its commands. Modules that few commands need and that take long to load, servers above all, are
 * loaded by those commands.
 */
export function makeProgram(): Command {
  const program = new Command("sourcing")
    .description("Buys people-search results page by page within a credit budget, into Postgres")
    .version(readVersion(), "-V, --version", "print the version")
    .exitOverride();
  program
    .command("status")
    .description("last runs, balance, suspense, and the command to type next")
    .action(() => withExitCode(status));
  program
    .command("demo")
    .description("buy the example specs from a simulated API; needs no key and no server")
    .action(() => withExitCode(async () => (await import("./overview/demo.ts")).demo()));
  addConsoleCommand(program);
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
  addExamples(program);
  return program;
}

/**
 * Runs the command that these words name, and leaves its exit code with the process. Without a word it shows the state of
 * things; an action of the program itself would swallow unknown commands.
 */
export async function runProgram(words: readonly string[]): Promise<void> {
  guardOutput();
  if (words.length === 0) return withExitCode(status);
  try {
    await makeProgram().parseAsync(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const next = "add --help in place of --json to see what the command takes";
    noteFailure({ code: "usage_error", message: error.message.replace(/^error: /, ""), next });
    endWith(exitCodeForCommandLine(error.exitCode));
  }
}
