import { addForecasts } from "../../runs/plan/forecast.ts";
import type { RunReport, SpecReport } from "../../runs/run-report.ts";
import { describeReportStatus } from "../../runs/run-words.ts";
import { toDuration } from "../../values/duration.ts";
import { renderTable, type TableColumn } from "../screen/render-table.ts";
import { describeForecast, toPageRanges } from "./render-plan.ts";
import { nextCommands } from "./suggested-commands.ts";

export interface RenderOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** What a credit costs, where it is known. */
  readonly creditPrice: { readonly amount: number; readonly currency: string } | null;
}

/** Rows beyond this push everything else off a screen. */
const MOST_ROWS = 40;
const SPEC_COLUMN = {
  head: "spec",
  shorten: { min: 12, max: Number.POSITIVE_INFINITY, kind: "name" },
} as const;

interface Column extends TableColumn {
  /** The column is left out if all its cells are empty or 0. */
  readonly isRare?: boolean;
  cell(spec: SpecReport): string;
  total?(report: RunReport): string;
}

const number = (
  head: string,
  value: (sums: RunReport["totals"]) => number,
  layout: Pick<Column, "isRare" | "dropOrder"> = {},
): Column => ({
  head,
  ...layout,
  cell: (spec) => String(value(spec)),
  total: ({ totals }) => String(value(totals)),
});

const RARE = { isRare: true };

const COLUMNS: readonly Column[] = [
  number("pages", (sums) => sums.pages, { dropOrder: 4 }),
  number("people", (sums) => sums.profilesSeen, { dropOrder: 3 }),
  number("new", (sums) => sums.profilesNew),
  number("changed", (sums) => sums.profilesChanged, { dropOrder: 2 }),
  number("rejected", (sums) => sums.profilesRejected, RARE),
  number("suppressed", (sums) => sums.profilesSuppressed, RARE),
  number("credits", (sums) => sums.creditsSpent),
  {
    head: "forecast",
    isRare: true,
    dropOrder: 5,
    cell: ({ forecast }) => (forecast === null ? "" : describeForecast(forecast)),
    total: ({ specs, budgetCredits }) => {
      const all = addForecasts(
        specs.map(({ forecast }) => forecast),
        budgetCredits,
      );
      return all === null ? "" : describeForecast(all);
    },
  },
  number("suspense", (sums) => sums.creditsInSuspense, RARE),
  { head: "next page", isRare: true, cell: (spec) => (goesOn(spec) ? String(spec.nextPage) : "") },
  {
    head: "time",
    dropOrder: 1,
    cell: ({ durationMs }) => toDuration(durationMs),
    total: ({ durationMs }) => toDuration(durationMs),
  },
];

/** Renders the report of a run: a row for each spec, totals, the balance, and the commands to type next. */
export function renderReport(report: RunReport, options: RenderOptions): string {
  const { creditsInSuspense, creditsSpent } = report.totals;
  const suspense = `${creditsInSuspense} credits in suspense, of which nobody knows whether they were charged: \`sourcing credits --suspense\``;
  const lines = [
    renderSpecs(report, options.width),
    ...notesOf(report),
    `Run ${report.runId} ${describeReportStatus(report)}: ${creditsSpent} credits spent${toMoney(creditsSpent, options)}, ${perNew(report, options)}`,
    balanceOf(report),
    ...(creditsInSuspense > 0 ? [suspense] : []),
    ...nextCommands(report).map((line) => `Next: ${line}`),
  ];
  return lines.join("\n");
}

function goesOn({ status }: SpecReport): boolean {
  return status !== "complete" && status !== "failed";
}

function renderSpecs(report: RunReport, width: number): string {
  const shown = inOrderOfInterest(report.specs).slice(0, MOST_ROWS);
  const isEmpty = ({ cell }: Column) => report.specs.every((spec) => ["", "0"].includes(cell(spec)));
  const columns = COLUMNS.filter((column) => column.isRare !== true || !isEmpty(column));
  const rows = shown.map((spec) => [spec.spec, resultOf(spec), ...columns.map(({ cell }) => cell(spec))]);
  const totals = ["total", "", ...columns.map(({ total }) => total?.(report) ?? "")];
  const table = renderTable(
    [
      SPEC_COLUMN,
      { head: "result", shorten: { min: 10, max: Number.POSITIVE_INFINITY } },
      ...columns.map((column) => ({ ...column, align: "right" as const })),
    ],
    report.specs.length > 1 ? [...rows, totals] : rows,
    width,
  );
  const rest = report.specs.length - shown.length;
  return rest > 0 ? `${table}\n… and ${rest} more: \`sourcing runs ${report.runId} --json\`` : table;
}

/** If not all specs fit, those that need attention come first. */
function inOrderOfInterest(specs: readonly SpecReport[]): SpecReport[] {
  if (specs.length <= MOST_ROWS) return [...specs];
  const rank = ({ status }: SpecReport) =>
    ["failed", "stopped", "cancelled", "walking", "waiting"].indexOf(status);
  const ranked = (spec: SpecReport) => (rank(spec) === -1 ? 9 : rank(spec));
  return [...specs].sort((a, b) => ranked(a) - ranked(b));
}

function resultOf({ status, stopReason, fresh, joined }: SpecReport): string {
  if (fresh) return joined ? "fresh, joined" : "fresh";
  const reason = (stopReason ?? status).replaceAll("_", " ");
  return joined ? `${reason}, joined` : reason;
}

function notesOf({ specs }: RunReport): string[] {
  const notes = specs.flatMap(({ spec, note }) => (note === null ? [] : [`${spec}: ${note}`]));
  const warnings = specs.flatMap(({ spec, warnings: found }) =>
    found.map((text) => `${spec}: warning: ${text}`),
  );
  const drifts = specs.flatMap((spec) => describeDrift(spec) ?? []);
  const fills = specs.flatMap(describeFill);
  const all = [...new Set([...notes, ...drifts, ...fills, ...warnings])];
  return all.length > MOST_ROWS
    ? [...all.slice(0, MOST_ROWS), `… and ${all.length - MOST_ROWS} more notes`]
    : all;
}

/** Describes how many people a list that moved while it was bought may have hidden; null: it did not move. */
function describeDrift({
  spec,
  peopleRepeated: repeated,
  peopleMaybeMissed: missed,
  gaps,
  status,
}: SpecReport): string | null {
  if (missed === 0 || gaps !== null) return null;
  const when = status === "complete" ? "" : "once the search is read to its end, ";
  const moved = [
    repeated === 0 ? [] : [`${repeated} repeated across pages`],
    missed === repeated ? [] : [`its count dropped by ${missed - repeated}`],
  ].flat();
  return `${spec}: the list moved while it was bought (${moved.join(", ")}): about ${missed} may be missing; ${when}\`sourcing run --specs ${spec} --fill-gaps\` buys only the pages that can hold them`;
}

/** Describes what buying the pages of an earlier pass again has found. */
function describeFill({ spec, gaps, status }: SpecReport): string[] {
  if (gaps === null) return [];
  const { pages, people, found, moved } = gaps;
  const result = `${spec}: of about ${people} who were missed, ${found} found on page ${toPageRanges(pages)}`;
  const isLeft = found < people && status === "complete";
  const why =
    moved > 0 ? `the list has moved again since, by ${moved}` : "the others have left the list or moved on";
  return [isLeft ? `${result}; ${why}; --restart buys the whole list again` : result];
}

function toMoney(credits: number, { creditPrice }: RenderOptions): string {
  if (creditPrice === null) return "";
  const amount = credits * creditPrice.amount;
  // A price below a cent is not 0.
  const decimals = amount >= 0.1 || amount === 0 ? 2 : Math.min(1 - Math.floor(Math.log10(amount)), 20);
  return ` (${amount.toFixed(decimals)} ${creditPrice.currency})`;
}

function perNew({ totals }: RunReport, options: RenderOptions): string {
  if (totals.profilesNew === 0) return "nobody new";
  const each = totals.creditsSpent / totals.profilesNew;
  return `${each.toFixed(2)} credits per new profile${toMoney(each, options)}`;
}

function balanceOf({ balance, balanceAt }: RunReport): string {
  if (balance === null || balanceAt === null) return "Balance unknown: only an answer tells it";
  return `Balance ${balance} credits as of ${balanceAt.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
