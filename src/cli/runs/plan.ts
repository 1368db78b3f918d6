import { chooseSpecs } from "../../composition/buying/choose-specs.ts";
import { makePlan, type PlanOptions } from "../../composition/buying/make-plan.ts";
import { UsageError } from "../../values/errors.ts";
import { toPrintableJson } from "../../values/printable-text.ts";
import { type ExitCode, isDone } from "../command/exit-code.ts";
import { withApp } from "../command/with-app.ts";
import { readGoodSheet } from "../specs/read-spec-file.ts";
import { type SelectionOptions, toSelection } from "../specs/selection-options.ts";
import { renderPlan } from "./render-plan.ts";
import { run } from "./run.ts";

export interface PlanCommandOptions extends SelectionOptions, PlanOptions {
  readonly json?: boolean;
  /** Buys one page of each spec first, so that no cost is unknown. */
  readonly probe?: boolean;
  /** Ask nothing before the probe, and spend without a limit where there is none. */
  readonly yes?: boolean;
}

/** Shows what a run would buy, for zero credits or after one page of each spec. Returns the exit code. @throws UsageError */
export async function plan(file: string | undefined, options: PlanCommandOptions): Promise<ExitCode | null> {
  const selection = toSelection(file, options);
  if (options.probe === true) {
    if (file === "-") throw new UsageError("--probe reads the specs twice, so it needs a file in place of -");
    const code = await run(file, { ...options, maxPages: 1, isProbe: true, budgetOk: true, quiet: true });
    if (!isDone(code)) return code;
  }
  const specs = file === undefined ? [] : (await readGoodSheet(file, options)).specs.map(({ spec }) => spec);
  return withApp(async (app) => {
    const chosen = await chooseSpecs(app.specs, selection, specs);
    const planned = await makePlan(app, chosen, options);
    const overlaps = await app.specs.overlaps(chosen);
    process.stdout.write(
      options.json === true
        ? `${toPrintableJson({ ...planned, overlaps })}\n`
        : `${renderPlan(planned, overlaps)}\n`,
    );
    return null;
  });
}
