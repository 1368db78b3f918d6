import Table from "cli-table3";
import { type CsvValue, toCsv } from "../csv/write-rows.ts";
import { UsageError } from "../domain/errors.ts";

export const ROW_FORMATS = ["table", "csv", "json"] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];

/** Longer cells are cut in a table; csv and json have all of them. */
const LONGEST_CELL = 60;
const SHORTEST_CELL = 8;

/** Reads a `--format`. @throws UsageError */
export function toRowFormat(text: string): RowFormat {
  const format = ROW_FORMATS.find((name) => name === text);
  if (format === undefined) throw new UsageError(`--format takes ${ROW_FORMATS.join(", ")}`);
  return format;
}

/**
 * Rows of a query in one of the formats; ends with a line break.
 * @param width columns of the terminal
 */
export function renderRows(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  format: RowFormat,
  width: number,
): string {
  if (format === "json") {
    const objects = rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
    return `${JSON.stringify(objects)}\n`;
  }
  if (format === "csv") return toCsv([columns, ...rows.map((row) => row.map(toCell))]);
  return renderTable(columns, rows, width);
}

function renderTable(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  width: number,
): string {
  const cells = rows.map((row) => row.map(toText));
  const longest = fitColumns(columns, cells, width);
  const table = new Table({
    head: columns.map((name, index) => shorten(name, longest[index] ?? LONGEST_CELL)),
    colAligns: columns.map((_, index) => (isNumeric(rows, index) ? "right" : "left")),
    style: { head: [], border: [], compact: true },
  });
  for (const row of cells)
    table.push(row.map((cell, index) => shorten(cell, longest[index] ?? LONGEST_CELL)));
  const count = rows.length === 1 ? "1 row" : `${rows.length} rows`;
  return `${table.toString()}\n${count}\n`;
}

/** How long the cells of each column may be, so that the whole fits: the longest give way first. */
function fitColumns(
  columns: readonly string[],
  cells: readonly (readonly string[])[],
  width: number,
): number[] {
  const wanted = columns.map((name, index) => {
    const widest = cells.reduce((most, row) => Math.max(most, (row[index] ?? "").length), name.length);
    return Math.min(widest, LONGEST_CELL);
  });
  const room = width - columns.length * 3 - 1;
  for (let total = wanted.reduce((sum, size) => sum + size, 0); total > room; total -= 1) {
    const widest = wanted.indexOf(Math.max(...wanted));
    const size = wanted[widest] ?? 0;
    if (size <= SHORTEST_CELL) break;
    wanted[widest] = size - 1;
  }
  return wanted;
}

function isNumeric(rows: readonly (readonly unknown[])[], index: number): boolean {
  return rows.every((row) => row[index] === null || typeof row[index] === "number" || isNumber(row[index]));
}

function isNumber(value: unknown): boolean {
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value);
}

/** A number that is one is no formula; everything else is text. */
export function toCell(value: unknown): CsvValue {
  return value === undefined || value === null || typeof value === "number" || typeof value === "boolean"
    ? (value ?? null)
    : toText(value);
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString().replace("T", " ").slice(0, 19);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What could move the cursor or break the row is shown as a space. */
function shorten(text: string, longest: number): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
