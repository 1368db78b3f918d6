import Table from "cli-table3";
import { toPrintableLine } from "../../values/printable-text.ts";

export interface TableColumn {
  readonly head: string;
  /** Default: left. */
  readonly align?: "left" | "right";
  /** A table that is too wide leaves out such columns, the lowest number first. Default: the column always stays. */
  readonly dropOrder?: number;
  /** A table that is too wide shortens the cells of this column down to `min` characters. Default: cells stay whole. */
  readonly shorten?: { readonly min: number; readonly max: number };
}

/** Space and border beside each cell, and the last border. */
const CELL_FRAME = 3;
const LAST_BORDER = 1;

/**
 * Draws a table with borders, without a line break at its end.
 * @param width columns of the terminal. A table without columns to shorten or to leave out may become wider.
 */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string {
  const all = columns.map((column, index) => {
    const cells = [column.head, ...rows.map((row) => row[index] ?? "")];
    const widest = cells.reduce((most, cell) => Math.max(most, widthOf(cell)), 0);
    return { ...column, cells, width: Math.min(widest, column.shorten?.max ?? widest) };
  });
  const shown = shortenCells(dropColumns(all, width), width);
  const table = new Table({
    head: shown.map(({ cells }) => cells[0] ?? ""),
    colAligns: shown.map(({ align }) => align ?? "left"),
    style: { head: [], border: [], compact: true },
  });
  rows.forEach((_, row) => {
    table.push(shown.map(({ cells }) => cells[row + 1] ?? ""));
  });
  return table.toString();
}

interface SizedColumn extends TableColumn {
  /** The head and the cell of each row. */
  readonly cells: readonly string[];
  /** Characters of the widest cell. */
  readonly width: number;
}

function tableWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + CELL_FRAME, LAST_BORDER);
}

/** Leaves out columns until the others fit when they are as short as they may be. */
function dropColumns(columns: readonly SizedColumn[], width: number): readonly SizedColumn[] {
  const isTooWide = tableWidth(columns.map((column) => column.shorten?.min ?? column.width)) > width;
  const droppable = columns.filter(({ dropOrder }) => dropOrder !== undefined);
  if (!isTooWide || droppable.length === 0) return columns;
  const first = Math.min(...droppable.map(({ dropOrder }) => dropOrder ?? 0));
  return dropColumns(
    columns.filter(({ dropOrder }) => dropOrder !== first),
    width,
  );
}

/** Shortens the widest column again and again until the table fits or no column may become shorter. */
function shortenCells(columns: readonly SizedColumn[], width: number): SizedColumn[] {
  const widths = columns.map((column) => column.width);
  const spare = (index: number) => {
    const min = columns[index]?.shorten?.min;
    return min === undefined || (widths[index] ?? 0) <= min ? 0 : (widths[index] ?? 0);
  };
  for (let excess = tableWidth(widths) - width; excess > 0; excess -= 1) {
    const widest = widths.reduce((best, _, index) => (spare(index) > spare(best) ? index : best), 0);
    if (spare(widest) === 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return columns.map((column, index) => ({
    ...column,
    cells:
      column.shorten === undefined ? column.cells : column.cells.map((cell) => cut(cell, widths[index] ?? 0)),
  }));
}

/** Cuts a text at the end of a character and makes it printable. */
function cut(text: string, max: number): string {
  const line = toPrintableLine(text);
  if (widthOf(line) <= max) return line;
  let kept = "";
  let width = 1;
  for (const { segment } of graphemes.segment(line)) {
    width += widthOf(segment);
    if (width > max) break;
    kept += segment;
  }
  return `${kept}…`;
}

const graphemes = new Intl.Segmenter("en");
const TWO_COLUMNS =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;

/** Returns how many columns of a terminal a text takes. */
function widthOf(text: string): number {
  if (/^[\x20-\x7E]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += TWO_COLUMNS.test(segment) ? 2 : 1;
  return width;
}
