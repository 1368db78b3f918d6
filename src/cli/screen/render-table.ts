import { toPrintableLine } from "../../values/printable-text.ts";
import { screenWidth } from "./screen-width.ts";
import { cutTo, padTo, shortenTo, widthOf } from "./text-width.ts";

export interface TableColumn {
  readonly head: string;
  /** Default: left. */
  readonly align?: "left" | "right";
  /** A table that is too wide leaves out such columns, the lowest number first. Default: the column always stays. */
  readonly dropOrder?: number;
  /** A table that is too wide shortens the cells of this column down to `min` characters. Default: cells stay whole. */
  readonly shorten?: {
    readonly min: number;
    readonly max: number;
    /** Names lose their middle, texts their end. Default: text. */
    readonly kind?: "name" | "text";
  };
}

/** Space and border beside each cell, and the last border. */
const CELL_FRAME = 3;
const LAST_BORDER = 1;

/**
 * Draws a table with borders, without a line break at its end; a line beneath it names the columns that are left out.
 * @param width columns of the terminal; default: those of stdout. A table without columns to shorten or to leave out may become wider.
 */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width = screenWidth(),
): string {
  const all = columns.map((column, index) => {
    const cells = [column.head, ...rows.map((row) => row[index] ?? "")].map(toCellText);
    const widest = cells.reduce((most, cell) => Math.max(most, widthOf(cell)), 0);
    const most = Number.isFinite(width) ? (column.shorten?.max ?? widest) : widest;
    return { ...column, cells, width: Math.min(widest, most) };
  });
  const kept = dropColumns(all, width);
  const dropped = all.filter((column) => !kept.includes(column)).map(({ head }) => head);
  const table = drawTable(shortenCells(kept, width), rows.length);
  return dropped.length === 0 ? table : `${table}\n${cutTo(`no room for: ${dropped.join(", ")}`, width)}`;
}

/** A soft hyphen is a column wide in some terminals and none in others. */
function toCellText(text: string): string {
  return toPrintableLine(text).replaceAll("\u00AD", "");
}

function drawTable(columns: readonly SizedColumn[], rows: number): string {
  const border = (left: string, middle: string, right: string) =>
    `${left}${columns.map(({ width }) => "─".repeat(width + 2)).join(middle)}${right}`;
  const line = (row: number) =>
    `│${columns.map(({ cells, width, align }) => ` ${padTo(cells[row] ?? "", width, align)} `).join("│")}│`;
  const body = Array.from({ length: rows }, (_, row) => line(row + 1));
  const head = [border("┌", "┬", "┐"), line(0)];
  const rest = rows === 0 ? [] : [border("├", "┼", "┤"), ...body];
  return [...head, ...rest, border("└", "┴", "┘")].join("\n");
}

interface SizedColumn extends TableColumn {
  /** The head and the cell of each row. */
  readonly cells: readonly string[];
  /** Columns of a terminal that the widest cell takes. */
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
  return columns.map((column, index) => {
    const width = widths[index] ?? 0;
    const cut = column.shorten?.kind === "name" ? shortenTo : cutTo;
    return { ...column, width, cells: column.cells.map((cell) => cut(cell, width)) };
  });
}
