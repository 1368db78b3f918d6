import type { Command } from "commander";
import { toWholeNumber } from "../command/option-values.ts";
import { withExitCode } from "../command/with-exit-code.ts";
import type { ConsoleCommandOptions } from "./console.ts";

/** `sourcing console` */
export function addConsoleCommand(program: Command): void {
  program
    .command("console")
    .description("serve pages to look, decide, watch and ask in a browser, with a worker; spends credits")
    .option("--port <port>", "port, 0 for a free one", toWholeNumber, 4600)
    .option(
      "--host <address>",
      "address to listen on; another than this machine's needs CONSOLE_URL",
      "127.0.0.1",
    )
    .option("--no-worker", "leave runs and schedules to `sourcing worker`")
    .option("--open", "show the pages in the browser of this machine")
    .option("--demo", "show the invented people of `sourcing demo`")
    .option("--yes", "work without a limit where no limit is set")
    .option("--new-store", "begin in an empty DATABASE_URL although the embedded store holds people")
    .option("--new-address", "buy from LEONAR_BASE_URL although the store has bought from another address")
    .action((options: ConsoleCommandOptions) =>
      withExitCode(async () => (await import("./console.ts")).runConsole(options)),
    );
}
