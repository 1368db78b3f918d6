import { chooseSpecs } from "./choose-specs.ts";
import { makePlan, type PlanOptions } from "./make-plan.ts";
import { readGoodSheet } from "./read-spec-file.ts";
import { renderPlan } from "./render-plan.ts";
import { type SelectionOptions, toSelection } from "./selection-options.ts";
import { withOffice } from "./with-office.ts";

export interface PlanCommandOptions extends SelectionOptions, PlanOptions {
  readonly json?: boolean;
}

/** Says what a run would buy, for zero credits; changes nothing. Gives the exit code. @throws UsageError */
export async function plan(file: string | undefined, options: PlanCommandOptions): Promise<number> {
  const selection = toSelection(file, options);
  const specs = file === undefined ? [] : (await readGoodSheet(file)).sheet.specs.map(({ spec }) => spec);
  return withOffice(async (office) => {
    const planned = await makePlan(office, await chooseSpecs(office.specs, selection, specs), options);
    process.stdout.write(options.json === true ? `${JSON.stringify(planned)}\n` : `${renderPlan(planned)}\n`);
    return 0;
  });
}
