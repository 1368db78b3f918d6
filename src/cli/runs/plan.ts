import { chooseSpecs } from "../../composition/buying/choose-specs.ts";
import { makePlan, type PlanOptions } from "../../composition/buying/make-plan.ts";
import type { App } from "../../composition/open-app.ts";
import { noSuchSchedule } from "../../runs/schedules/no-such-schedule.ts";
import type { StoredSpec } from "../../specs/spec-changes.ts";
import { UsageError } from "../../values/errors.ts";
import { toPrintableJson } from "../../values/printable-text.ts";
import { type ExitCode, isDone } from "../command/exit-code.ts";
import { noteFailure } from "../command/json-outcome.ts";
import { withApp } from "../command/with-app.ts";
import { readGoodSheet } from "../specs/read-spec-file.ts";
import { type SelectionOptions, toSelection } from "../specs/selection-options.ts";
import { renderPlan } from "./render-plan.ts";
import { run } from "./run.ts";

export interface PlanCommandOptions extends SelectionOptions, PlanOptions {
  readonly json?: boolean;
  /** Name of a schedule: plans what its next run takes, within its budget. */
  readonly schedule?: string;
  /** Buys one page of each spec first, so that no cost is unknown. */
  readonly probe?: boolean;
  /** Ask nothing before the probe, and spend without a limit where there is none. */
  readonly yes?: boolean;
}

/** Shows what a run would buy, for zero credits or after one page of each spec. Returns the exit code. @throws UsageError */
export async function plan(file: string | undefined, options: PlanCommandOptions): Promise<ExitCode | null> {
  if (options.schedule !== undefined) return planSchedule(options.schedule, file, options);
  const selection = toSelection(file, options);
  if (options.probe === true) {
    if (file === "-") throw new UsageError("--probe reads the specs twice, so it needs a file in place of -");
    const code = await run(file, { ...options, maxPages: 1, isProbe: true, budgetOk: true, quiet: true });
    if (!isDone(code)) {
      const message = "the probe ended before it had a page of each spec, so that nothing was planned";
      noteFailure({
        code: "probe_failed",
        message,
        next: "see `sourcing runs last`, then run the command again",
      });
      return code;
    }
  }
  const specs = file === undefined ? [] : (await readGoodSheet(file, options)).specs.map(({ spec }) => spec);
  return withApp(async (app) => {
    await printPlan(app, await chooseSpecs(app.specs, selection, specs), options);
    return null;
  });
}

/** Shows what the next run of a schedule takes. @throws UsageError */
async function planSchedule(
  name: string,
  file: string | undefined,
  { specs, tag, all, probe, budget, ...options }: PlanCommandOptions,
): Promise<null> {
  if ([file, specs, tag, all, probe, budget].some((given) => given !== undefined))
    throw new UsageError(
      "--schedule says which specs and which budget: leave out FILE, --specs, --tag, --all, --budget and --probe",
    );
  await withApp(async (app) => {
    const { schedules } = await app.schedules.list();
    const schedule = schedules.find((one) => one.name === name);
    if (schedule === undefined) throw noSuchSchedule(name, schedules);
    const chosen = await chooseSpecs(app.specs, schedule.selection, [], true);
    await printPlan(app, chosen, { ...options, budget: schedule.budgetCredits });
  });
  return null;
}

async function printPlan(app: App, specs: readonly StoredSpec[], options: PlanCommandOptions): Promise<void> {
  const planned = await makePlan(app, specs, options);
  const overlaps = await app.specs.overlaps(specs);
  process.stdout.write(
    options.json === true
      ? `${toPrintableJson({ ...planned, overlaps })}\n`
      : `${renderPlan(planned, overlaps)}\n`,
  );
}
