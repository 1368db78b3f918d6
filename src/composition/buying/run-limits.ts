import type { Config } from "../../operations/config.ts";
import type { App } from "../open-app.ts";

/** Whether a limit of the installation binds every run. */
export function hasStandingLimit({
  dailyCreditLimit,
  monthlyCreditLimit,
  minCreditBalance,
}: Pick<Config, "dailyCreditLimit" | "monthlyCreditLimit" | "minCreditBalance">): boolean {
  return dailyCreditLimit !== null || monthlyCreditLimit !== null || minCreditBalance !== null;
}

/**
 * Whether a run that is resumed has a limit: the installation's, its own, or one of each of its specs.
 * @param budget the new total of the run; null: it stays
 */
export async function isResumeLimited(
  { runs, config }: Pick<App, "runs" | "config">,
  runId: number,
  budget: number | null,
): Promise<boolean> {
  if (budget !== null || hasStandingLimit(config)) return true;
  const report = await runs.report(runId);
  if (report === null || report.budgetCredits !== null) return true;
  return (
    report.specs.length > 0 &&
    report.specs.every(({ budgetCredits, maxPages }) => budgetCredits !== null || maxPages !== null)
  );
}
