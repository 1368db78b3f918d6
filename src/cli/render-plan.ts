import Table from "cli-table3";
import type { PlannedSpec, RunPlan } from "../domain/run-plan.ts";

const MOST_ROWS = 40;
const ACTIONS: Readonly<Record<PlannedSpec["action"], string>> = {
  first: "first reading",
  refresh: "refresh",
  continue: "carries on",
  fresh: "fresh, nothing to buy",
  failed: "failed, nothing to buy",
};

/** A plan as a table and its sum, for people. */
export function renderPlan(plan: RunPlan): string {
  const table = new Table({
    head: ["spec", "does", "from page", "likely credits", "at most"],
    colAligns: ["left", "left", "right", "right", "right"],
    style: { head: [], border: [], compact: true },
  });
  const buying = [...plan.specs].sort((a, b) => (b.likelyCredits ?? 1e12) - (a.likelyCredits ?? 1e12));
  for (const spec of buying.slice(0, MOST_ROWS)) table.push(toRow(spec));
  const more = plan.specs.length > MOST_ROWS ? `\n… and ${plan.specs.length - MOST_ROWS} more` : "";
  return `${table.toString()}${more}\n${summarise(plan)}`;
}

function toRow(spec: PlannedSpec): string[] {
  const buys = spec.page !== null;
  return [
    spec.spec,
    ACTIONS[spec.action],
    spec.page === null ? "" : String(spec.page),
    buys ? (spec.likelyCredits?.toString() ?? "unknown") : "0",
    buys ? (spec.mostCredits?.toString() ?? "no limit") : "0",
  ];
}

function summarise({ likelyCredits, unknown, mostCredits }: RunPlan): string {
  const likely = likelyCredits === null ? "" : `Likely ${likelyCredits} credits`;
  const open = unknown === 0 ? "" : `${unknown} specs were never asked, their cost is unknown`;
  const most =
    mostCredits === null ? "no limit is set: --budget N sets one" : `at most ${mostCredits} credits`;
  return `${[likely, open, most].filter((part) => part !== "").join("; ")}.`;
}
