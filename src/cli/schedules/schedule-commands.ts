import type { Command } from "commander";
import { toWholeNumber } from "../command/option-values.ts";
import { withExitCode } from "../command/with-exit-code.ts";
import type { RunOptions } from "../runs/run.ts";
import type { ScheduleOptions } from "./manage-schedules.ts";

/** `sourcing schedule …` */
export function addScheduleCommands(program: Command): void {
  const schedule = program.command("schedule").description("nightly runs of the specs marked nightly");
  schedule
    .command("set <name>")
    .description("set or change a schedule; a worker works its nights and spends credits")
    .requiredOption("--cron <expression>", 'when, such as "0 2 * * *" for every night at two')
    .option("--tz <zone>", "whose clock that is, such as Europe/Paris (default: TZ_LIMITS)")
    .option("--specs <slugs>", "these specs, with commas between")
    .option("--tag <tag>", "specs with this tag")
    .option("--all", "every spec")
    .requiredOption("--budget <credits>", "most credits of one night", toWholeNumber)
    .action((name: string, options: ScheduleOptions) =>
      withExitCode(async () => (await import("./manage-schedules.ts")).setSchedule(name, options)),
    );
  schedule
    .command("list")
    .description("list schedules with their next nights and their last run")
    .option("--json", "print JSON")
    .action((options: { json?: boolean }) =>
      withExitCode(async () => (await import("./manage-schedules.ts")).listSchedules(options)),
    );
  schedule
    .command("skip <name>")
    .description("skip one firing that is to come")
    .requiredOption("--at <minute>", "its planned minute on the schedule's clock, such as 2026-12-14T02:00")
    .action((name: string, options: { at: string }) =>
      withExitCode(async () => (await import("./manage-schedules.ts")).changeFiring(name, options)),
    );
  schedule
    .command("shift <name>")
    .description("move one firing that is to come")
    .requiredOption("--at <minute>", "its planned minute on the schedule's clock, such as 2026-12-14T02:00")
    .requiredOption("--to <minute>", "when to fire instead, on the same clock")
    .action((name: string, options: { at: string; to: string }) =>
      withExitCode(async () => (await import("./manage-schedules.ts")).changeFiring(name, options)),
    );
  schedule
    .command("restore <name>")
    .description("let a skipped or moved firing be as planned again")
    .requiredOption("--at <minute>", "its planned minute on the schedule's clock")
    .action((name: string, options: { at: string }) =>
      withExitCode(async () => (await import("./manage-schedules.ts")).restoreFiring(name, options)),
    );
  schedule
    .command("remove <name>")
    .description("remove a schedule; its runs stay")
    .action((name: string) =>
      withExitCode(async () => (await import("./manage-schedules.ts")).removeSchedule(name)),
    );
  schedule
    .command("run-now <name>")
    .description("run now what its nights run, within the same budget; spends credits")
    .option("--detach", "leave the work to `sourcing worker`")
    .option("--yes", "ask nothing")
    .option("--json", "print one JSON object when the run has ended")
    .option("--budget-ok", "a credit limit that was reached is success (exit code 0)")
    .option("--new-store", "begin in an empty DATABASE_URL although the embedded store holds people")
    .option("--new-address", "buy from LEONAR_BASE_URL although the store has bought from another address")
    .action((name: string, options: RunOptions) =>
      withExitCode(async () => (await import("./manage-schedules.ts")).runScheduleNow(name, options)),
    );
}
