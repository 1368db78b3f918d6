import { isNumeric, toText } from "../../composition/questions/stream-rows.ts";
import { plural } from "./format.ts";
import { type Html, html } from "./html.ts";
import { profileLink } from "./profile-link.ts";
import { table } from "./table.ts";

/** The first rows of an answer. */
export interface ShownRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** Whether there are no more. */
  readonly isAll: boolean;
}

/** Rows in a table, and above it the place of a chart where the first columns can be its axes. */
export function resultTable({ columns, rows, isAll }: ShownRows, contacts: boolean): Html {
  const shown = plural(rows.length, "row");
  const note = isAll ? shown : `The first ${shown}. All rows come as CSV or JSON.`;
  const cells = columns.map((head, index) => ({
    head,
    ...(hasNumbers(rows, index) ? { number: true as const } : {}),
    cell: (row: readonly unknown[]) => toCell(row[index]),
  }));
  return html`<div class="card"><p class="under">${note}${contacts && " With contacts: the audit has a line for this."}</p>
${isChart(rows) && html`<div class="chart" data-chart role="img" aria-label="${chartLabel(columns, rows)}"></div>`}
${table(cells, rows, { caption: "Rows", empty: "No row matches." })}</div>`;
}

function toCell(value: unknown): Html | string {
  const text = toText(value);
  return text.startsWith("https://") ? profileLink(text) : text;
}

function hasNumbers(rows: ShownRows["rows"], index: number): boolean {
  return isNumeric(rows, index) && rows.some((row) => row[index] !== null);
}

/** The first column is the axis along the bottom, those numbers that stand beside it are drawn. */
function isChart(rows: ShownRows["rows"]): boolean {
  return rows.length > 1 && (rows[0]?.length ?? 0) > 1 && hasNumbers(rows, 1);
}

function chartLabel([first = "", ...others]: readonly string[], rows: ShownRows["rows"]): string {
  const drawn = others.filter((_, index) => hasNumbers(rows, index + 1));
  return `Chart of ${drawn.join(", ")} by ${first}; the table below has its numbers`;
}
