import { type Command, Option } from "commander";
import { toCount, toWholeNumber } from "../command/option-values.ts";
import { withExitCode } from "../command/with-exit-code.ts";
import { hold } from "../credits/hold.ts";
import { withSheetPlace } from "../specs/spec-commands.ts";
import type { WorkerCommandOptions } from "../worker/work.ts";
import { cancel, type RunsOptions, showRuns } from "./list-and-cancel.ts";
import { type PlanCommandOptions, plan } from "./plan.ts";
import { type ResumeOptions, resume } from "./resume.ts";
import { type RunOptions, run } from "./run.ts";

function withSelection(command: Command): Command {
  return withSheetPlace(command)
    .option("--specs <slugs>", "stored specs, with commas between")
    .option("--tag <tag>", "stored specs with this tag")
    .option("--all", "every stored spec that is enabled")
    .option("--budget <credits>", "most credits that the run may spend", toWholeNumber)
    .option("--max-pages <pages>", "most pages of each spec", toCount)
    .addOption(new Option("--restart", "buy from page 1 again").conflicts("fillGaps"))
    .option(
      "--fill-gaps",
      "buy again only the pages that can hold people whom complete walks missed because the list moved",
    );
}

/** `sourcing plan|run|resume|cancel|runs|worker|hold|release` */
export function addRunCommands(program: Command): void {
  withSelection(program.command("plan [file]"))
    .description("say what a run would buy and what it is likely to cost, for zero credits")
    .option("--json", "print one JSON object")
    .addOption(
      new Option(
        "--schedule <name>",
        "what the next run of this schedule takes, within its budget",
      ).conflicts("fillGaps"),
    )
    .addOption(new Option("--probe", "buy one page of each spec first; spends credits").conflicts("fillGaps"))
    .option("--yes", "with --probe: ask nothing, and spend without a limit where there is none")
    .action((file: string | undefined, options: PlanCommandOptions) =>
      withExitCode(() => plan(file, options)),
    );
  withSelection(program.command("run [file]"))
    .description("buy the specs of a CSV, or stored ones, within a budget; spends credits")
    .option("--detach", "leave the work to `sourcing worker`")
    .option("--yes", "ask nothing, and spend without a limit where there is none")
    .option("--json", "print one JSON object when the run has ended")
    .option("--budget-ok", "a credit limit that was reached is success (exit code 0)")
    .option("--new-store", "begin in an empty DATABASE_URL although the embedded store holds people")
    .option("--new-address", "buy from LEONAR_BASE_URL although the store has bought from another address")
    .action((file: string | undefined, options: RunOptions) => withExitCode(() => run(file, options)));
  program
    .command("resume [run]")
    .description("carry on with a run, or with the newest that can go on; spends credits")
    .option("--budget <credits>", "a new total for the run", toWholeNumber)
    .option("--as-started", "go on with specs that were changed or disabled since, as they were")
    .option("--yes", "spend without a limit where there is none")
    .option("--new-address", "buy from LEONAR_BASE_URL although the store has bought from another address")
    .option("--json", "print one JSON object when the run has ended")
    .option("--budget-ok", "a credit limit that was reached is success (exit code 0)")
    .action((id: string | undefined, options: ResumeOptions) => withExitCode(() => resume(id, options)));
  program
    .command("cancel <run>")
    .description("stop a run at its next page boundary")
    .action((id: string) => withExitCode(() => cancel(id)));
  program
    .command("runs [run]")
    .description("list the newest runs, or show all of one (its number, or `last`)")
    .option("--json", "print JSON")
    .action((id: string | undefined, options: RunsOptions) => withExitCode(() => showRuns(id, options)));
  program
    .command("worker")
    .description("work on detached runs and schedules until stopped; spends credits")
    .option("--yes", "spend without a limit where no limit is set")
    .option("--new-store", "begin in an empty DATABASE_URL although the embedded store holds people")
    .option("--new-address", "buy from LEONAR_BASE_URL although the store has bought from another address")
    .action((options: WorkerCommandOptions) =>
      withExitCode(async () => (await import("../worker/work.ts")).work(options)),
    );
  program
    .command("hold")
    .description("stop all spending at the next page boundary")
    .action(() => withExitCode(() => hold(true)));
  program
    .command("release")
    .description("allow spending again")
    .action(() => withExitCode(() => hold(false)));
}
