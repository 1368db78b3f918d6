import type { Forecast } from "../../runs/plan/forecast.ts";
import type { PlannedSpec, RunPlan } from "../../runs/plan/run-plan.ts";
import type { SpecOverlap } from "../../specs/spec-overlap.ts";
import { renderTable, type TableColumn } from "../screen/render-table.ts";

const MOST_ROWS = 40;
const ACTIONS: Readonly<Record<PlannedSpec["action"], string>> = {
  first: "first reading",
  refresh: "refresh",
  continue: "carries on",
  fresh: "fresh, nothing to buy",
  failed: "failed, nothing to buy",
  fill: "fills gaps",
  no_gaps: "no gaps, nothing to buy",
  incomplete: "not complete, left out",
};

/** A spec's name is shortened to no less than can be told apart. */
const NAME = { min: 12, max: Number.POSITIVE_INFINITY, kind: "name" } as const;

const COLUMNS: readonly TableColumn[] = [
  { head: "spec", shorten: NAME },
  { head: "does", dropOrder: 2 },
  { head: "from page", align: "right", shorten: { min: 9, max: 24 } },
  { head: "likely credits", align: "right" },
  { head: "at most", align: "right" },
];

/**
 * A plan as a table and its sum, for people.
 * @param overlaps how much of what its specs find others find too; null: not asked for
 */
export function renderPlan(plan: RunPlan, overlaps: readonly SpecOverlap[] | null = null): string {
  const buying = [...plan.specs].sort((a, b) => (b.forecast?.likely ?? 1e12) - (a.forecast?.likely ?? 1e12));
  const overlapOf = new Map(overlaps?.map((overlap) => [overlap.spec, overlap]));
  const table = renderTable(
    overlaps === null ? COLUMNS : [...COLUMNS, { head: "also found by others", dropOrder: 1 }],
    buying.slice(0, MOST_ROWS).map((spec) => [...toRow(spec), describeOverlap(overlapOf.get(spec.spec))]),
  );
  const more = plan.specs.length > MOST_ROWS ? `\n… and ${plan.specs.length - MOST_ROWS} more` : "";
  return [`${table}${more}`, ...warningLines(plan.specs), ...leftOutLines(plan), summarise(plan)].join("\n");
}

/** Why specs are left out of a run that fills gaps, in one line. */
export function leftOutLines({ specs }: RunPlan): string[] {
  const slugs = specs.filter(({ action }) => action === "incomplete").map(({ spec }) => spec);
  if (slugs.length === 0) return [];
  const more = slugs.length > 5 ? ` and ${slugs.length - 5} more` : "";
  return [
    `left out, because their search was not read to its end: ${slugs.slice(0, 5).join(", ")}${more}; a run without --fill-gaps goes on with it`,
  ];
}

/** "1, 3 to 5" */
export function toPageRanges(pages: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const page of pages) {
    const range = ranges.at(-1);
    if (range !== undefined && page === range.last + 1) range.last = page;
    else ranges.push({ first: page, last: page });
  }
  return ranges.map(({ first, last }) => (first === last ? String(first) : `${first} to ${last}`)).join(", ");
}

/** What is odd about specs, a line each, for people. */
export function warningLines(
  specs: readonly { readonly spec: string; readonly warnings: readonly string[] }[],
): string[] {
  const lines = specs.flatMap(({ spec, warnings }) => warnings.map((text) => `${spec}: warning: ${text}`));
  const more = lines.length - MOST_ROWS;
  return more > 0 ? [...lines.slice(0, MOST_ROWS), `… and ${more} more warnings`] : lines;
}

/** "120 (80 to 150)" */
export function describeForecast({ low, likely, high }: Forecast): string {
  return low === high ? String(likely) : `${likely} (${low} to ${high})`;
}

function toRow(spec: PlannedSpec): string[] {
  const buys = spec.page !== null;
  return [
    spec.spec,
    ACTIONS[spec.action],
    spec.pages === null ? String(spec.page ?? "") : `only ${toPageRanges(spec.pages)}`,
    spec.forecast === null ? "unknown" : describeForecast(spec.forecast),
    buys ? (spec.mostCredits?.toString() ?? "no limit") : "0",
  ];
}

function describeOverlap(overlap: SpecOverlap | undefined): string {
  if (overlap === undefined) return "";
  const { shared, people, closest } = overlap;
  const most = closest === null ? "" : `, ${closest.shared} of them by ${closest.spec}`;
  return `${shared} of ${people}${most}`;
}

function summarise({ forecast, unknown, mostCredits }: RunPlan): string {
  const likely = forecast === null ? "" : `Likely ${describeForecast(forecast)} credits`;
  const open = unknown === 0 ? "" : `${unknown} specs were never asked, their cost is unknown`;
  const most =
    mostCredits === null ? "no limit is set: --budget N sets one" : `at most ${mostCredits} credits`;
  return `${[likely, open, most].filter((part) => part !== "").join("; ")}.`;
}
