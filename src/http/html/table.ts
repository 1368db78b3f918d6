import { type Content, type Html, html } from "./html.ts";

export interface Column<Row> {
  readonly head: string;
  cell(row: Row): Content;
  /** Aligned as numbers are. */
  readonly number?: true;
  /** A class of the stylesheet: new, warn, bad, soft, mono. */
  tone?(row: Row): string | null;
}

/** Rows in columns, within a box that scrolls sideways where it is too narrow. @param empty says what to do about no rows */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { caption, empty }: { readonly caption: string; readonly empty: Content },
): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<div class="wide" tabindex="0" role="group" aria-label="${caption}"><table>
<caption class="hidden">${caption}</caption>
<thead><tr>${columns.map(({ head, number }) => html`<th scope="col" class="${number ? "n" : ""}">${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${columns.map((column) => cell(column, row))}</tr>\n`)}</tbody></table></div>`;
}

function cell<Row>({ cell, number, tone }: Column<Row>, row: Row): Html {
  const classes = [number ? "n" : null, tone?.(row) ?? null].filter((name) => name !== null).join(" ");
  return html`<td class="${classes}">${cell(row)}</td>`;
}

export interface Figure {
  readonly label: string;
  readonly value: Content;
  readonly tone?: "new" | "warn" | "bad" | "soft";
}

/** Labelled numbers beside each other. */
export function figures(list: readonly Figure[]): Html {
  return html`<dl class="figs">${list.map(
    ({ label, value, tone }) => html`<div><dt>${label}</dt><dd class="${tone ?? ""}">${value}</dd></div>`,
  )}</dl>`;
}

/** The command that does the same as what stands above it. */
export function command(text: string): Html {
  return html`<p class="cmd"><code>${text}</code></p>`;
}
