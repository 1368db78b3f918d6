import Table from "cli-table3";
import { addForecasts } from "../../runs/plan/forecast.ts";
import type { RunReport, SpecReport } from "../../runs/run-report.ts";
import { toDuration } from "../../values/duration.ts";
import { describeForecast } from "./render-plan.ts";
import { nextCommands } from "./suggested-commands.ts";

export interface RenderOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** What a credit costs, where it is known. */
  readonly creditPrice: { readonly amount: number; readonly currency: string } | null;
}

/** Rows beyond this push everything else off a screen. */
const MOST_ROWS = 40;
const SHORTEST_NAME = 20;
/** What a narrow terminal does without, in this order. */
const FIRST_TO_GO = ["time", "changed", "people", "pages", "forecast"];

interface Column {
  readonly head: string;
  /** Left out where no spec has anything in it. */
  readonly isRare?: boolean;
  cell(spec: SpecReport): string;
  total?(report: RunReport): string;
}

const number = (head: string, value: (sums: RunReport["totals"]) => number, isRare = false): Column => ({
  head,
  isRare,
  cell: (spec) => String(value(spec)),
  total: ({ totals }) => String(value(totals)),
});

const COLUMNS: readonly Column[] = [
  number("pages", (sums) => sums.pages),
  number("people", (sums) => sums.profilesSeen),
  number("new", (sums) => sums.profilesNew),
  number("changed", (sums) => sums.profilesChanged),
  number("rejected", (sums) => sums.profilesRejected, true),
  number("suppressed", (sums) => sums.profilesSuppressed, true),
  number("credits", (sums) => sums.creditsSpent),
  {
    head: "forecast",
    isRare: true,
    cell: ({ forecast }) => (forecast === null ? "" : describeForecast(forecast)),
    total: ({ specs, budgetCredits }) => {
      const all = addForecasts(
        specs.map(({ forecast }) => forecast),
        budgetCredits,
      );
      return all === null ? "" : describeForecast(all);
    },
  },
  number("suspense", (sums) => sums.creditsInSuspense, true),
  { head: "next page", isRare: true, cell: (spec) => (goesOn(spec) ? String(spec.nextPage) : "") },
  {
    head: "time",
    cell: ({ durationMs }) => toDuration(durationMs),
    total: ({ durationMs }) => toDuration(durationMs),
  },
];

/** What a run came to, for people: a row for each spec, totals, what is left, and what to do next. */
export function renderReport(report: RunReport, options: RenderOptions): string {
  const { creditsInSuspense, creditsSpent } = report.totals;
  const suspense = `${creditsInSuspense} credits in suspense, of which nobody knows whether they were charged: \`sourcing credits --suspense\``;
  const lines = [
    renderTable(report, options.width),
    ...notesOf(report),
    `Run ${report.runId} ${report.status}: ${creditsSpent} credits spent${toMoney(creditsSpent, options)}, ${perNew(report, options)}`,
    balanceOf(report),
    ...(creditsInSuspense > 0 ? [suspense] : []),
    ...nextCommands(report).map((line) => `Next: ${line}`),
  ];
  return lines.join("\n");
}

function goesOn({ status }: SpecReport): boolean {
  return status !== "complete" && status !== "failed";
}

function renderTable(report: RunReport, width: number): string {
  const shown = inOrderOfInterest(report.specs).slice(0, MOST_ROWS);
  const results = ["result", ...shown.map(resultOf)];
  const names = shown.map(({ spec }) => spec);
  const { columns, room } = fitColumns(report, shown, width - longest(results) - 7);
  const table = new Table({
    head: ["spec", "result", ...columns.map(({ head }) => head)],
    colAligns: ["left", "left", ...columns.map(() => "right" as const)],
    style: { head: [], border: [], compact: true },
  });
  shown.forEach((spec, index) => {
    const name = shorten(names[index] ?? "", room);
    table.push([name, results[index + 1] ?? "", ...columns.map(({ cell }) => cell(spec))]);
  });
  if (report.specs.length > 1) {
    table.push(["total", "", ...columns.map(({ total }) => total?.(report) ?? "")]);
  }
  const rest = report.specs.length - shown.length;
  return rest > 0
    ? `${table.toString()}\n… and ${rest} more: \`sourcing runs ${report.runId} --json\``
    : table.toString();
}

/** Columns that have something to say, fewer where the terminal is narrow, and what room they leave for names. */
function fitColumns(
  report: RunReport,
  shown: readonly SpecReport[],
  width: number,
): { columns: readonly Column[]; room: number } {
  let columns = COLUMNS.filter(
    ({ isRare, cell }) => isRare !== true || report.specs.some((spec) => !["", "0"].includes(cell(spec))),
  );
  const widthOf = ({ head, cell, total }: Column) =>
    longest([head, total?.(report) ?? "", ...shown.map(cell)]) + 3;
  const roomLeft = () => width - columns.reduce((sum, column) => sum + widthOf(column), 0);
  for (const head of FIRST_TO_GO) {
    if (roomLeft() >= SHORTEST_NAME) break;
    columns = columns.filter((column) => column.head !== head);
  }
  return { columns, room: Math.max(SHORTEST_NAME, roomLeft()) };
}

function longest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}

/** Where not all fit, those that need somebody come first. */
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

function shorten(text: string, room: number): string {
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}

function notesOf({ specs }: RunReport): string[] {
  const notes = specs.flatMap(({ spec, note }) => (note === null ? [] : [`${spec}: ${note}`]));
  const warnings = specs.flatMap(({ spec, warnings: found }) =>
    found.map((text) => `${spec}: warning: ${text}`),
  );
  const drifts = specs.flatMap((spec) => describeDrift(spec) ?? []);
  const all = [...new Set([...notes, ...drifts, ...warnings])];
  return all.length > MOST_ROWS
    ? [...all.slice(0, MOST_ROWS), `… and ${all.length - MOST_ROWS} more notes`]
    : all;
}

/** Says how many people a list that moved while it was bought may have hidden; null: it did not move. */
function describeDrift({
  spec,
  peopleRepeated: repeated,
  peopleMaybeMissed: missed,
}: SpecReport): string | null {
  if (missed === 0) return null;
  const moved = [
    repeated === 0 ? [] : [`${repeated} repeated across pages`],
    missed === repeated ? [] : [`its count dropped by ${missed - repeated}`],
  ].flat();
  return `${spec}: the list moved while it was bought (${moved.join(", ")}): about ${missed} may be missing; --restart buys it again`;
}

function toMoney(credits: number, { creditPrice }: RenderOptions): string {
  if (creditPrice === null) return "";
  return ` (${(credits * creditPrice.amount).toFixed(2)} ${creditPrice.currency})`;
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
