import type { RunReport, SpecReport } from "../../runs/run-report.ts";
import type { StopReason } from "../../runs/stop-reason.ts";

/** What a person may type next, most pressing first; each with its reason. */
export function nextCommands(report: RunReport): string[] {
  const lines = [...MATTERS].flatMap(([reason, say]) => {
    const specs = report.specs.filter(({ stopReason }) => stopReason === reason);
    return specs.length === 0 ? [] : [say(report, specs)];
  });
  if (report.status === "interrupted") lines.push(`${resume(report)} carries on where it was stopped`);
  if (lines.length > 0) return lines;
  if (report.specs.length > 0 && report.specs.every(({ fresh }) => fresh)) {
    return ["every spec is fresh, so nothing was bought; `sourcing run … --restart` buys again"];
  }
  return report.totals.profilesNew > 0
    ? ["`sourcing query new-this-week` shows whom this found, `sourcing export` hands them on"]
    : [];
}

function resume({ runId }: RunReport): string {
  return `\`sourcing resume ${runId}\``;
}

/** As much again as was spent, in round figures: a total that lets the run go on for a while. */
function largerBudget({ budgetCredits, totals }: RunReport): number {
  const used = Math.max(budgetCredits ?? 0, totals.creditsSpent + totals.creditsInSuspense, 100);
  return Math.ceil((used * 2) / 100) * 100;
}

function namesOf(specs: readonly SpecReport[]): string {
  const shown = specs.slice(0, 3).map(({ spec }) => spec);
  return specs.length > 3 ? `${shown.join(", ")} and ${specs.length - 3} more` : shown.join(", ");
}

const MATTERS: ReadonlyMap<StopReason, (report: RunReport, specs: readonly SpecReport[]) => string> = new Map(
  [
    ["key_rejected", (report) => `check LEONAR_API_KEY, its scope and plan, then ${resume(report)}`],
    ["out_of_credits", (report) => `top up the workspace's credits, then ${resume(report)}`],
    [
      "request_rejected",
      (_, specs) => `mend ${namesOf(specs)}: the reason above names the field; then run again`,
    ],
    [
      "contract_broken",
      (_, specs) => `${namesOf(specs)}: the answer was not what the API promises; its bytes are kept`,
    ],
    [
      "loop_detected",
      (_, specs) => `${namesOf(specs)}: the API named a page again; \`--restart\` buys from page 1`,
    ],
    [
      "store_refused",
      (report) => `the database refused a page, which is kept; see the reason above, then ${resume(report)}`,
    ],
    [
      "page_refused",
      (report, specs) =>
        `${namesOf(specs)}: the API refused a page, see the reason above; ${resume(report)} requests that page again`,
    ],
    ["unavailable", (report) => `the API gave no usable answer; ${resume(report)} tries again`],
    ["budget_reached", (report, specs) => afterBudget(report, specs)],
    [
      "daily_limit",
      (report) => `${resume(report)} carries on tomorrow, or now with a larger DAILY_CREDIT_LIMIT`,
    ],
    [
      "monthly_limit",
      (report) => `${resume(report)} carries on next month, or now with a larger MONTHLY_CREDIT_LIMIT`,
    ],
    [
      "balance_floor",
      (report) => `top up the workspace's credits or lower MIN_CREDIT_BALANCE, then ${resume(report)}`,
    ],
    ["held", (report) => `\`sourcing release\` allows spending again, then ${resume(report)}`],
    ["cancelled", (report) => `${resume(report)} takes the cancelled walks up again`],
  ],
);

/** A run budget is raised by a word, that of a spec in its row. */
function afterBudget(report: RunReport, specs: readonly SpecReport[]): string {
  const used = report.totals.creditsSpent + report.totals.creditsInSuspense;
  const byRun = report.budgetCredits !== null && used + 25 > report.budgetCredits;
  return byRun
    ? `\`sourcing resume ${report.runId} --budget ${largerBudget(report)}\` carries on at the first page not bought`
    : `raise budget_credits or lifetime_credits of ${namesOf(specs)}, then run again; it carries on at the first page not bought`;
}
