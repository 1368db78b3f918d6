import Table from "cli-table3";
import { disarmFormula } from "../csv/formula-guard.ts";
import { type CsvValue, toCsv } from "../csv/write-rows.ts";
import { UsageError } from "../domain/errors.ts";
import { onOneLine } from "./on-one-line.ts";

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
    const names = uniqueNames(columns);
    const objects = rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));
    return `${JSON.stringify(objects)}\n`;
  }
  if (format === "csv") {
    const head = columns.map(disarmFormula);
    return toCsv([head, ...rows.map((row) => row.map(toSafeCell))], { raw: true });
  }
  return renderTable(columns, rows, width);
}

/** An object has each name once: the second `name` of a join is `name_2`. */
function uniqueNames(columns: readonly string[]): string[] {
  const taken = new Set(columns);
  const used = new Set<string>();
  return columns.map((name) => {
    let unique = name;
    for (let place = 2; used.has(unique) || (unique !== name && taken.has(unique)); place += 1)
      unique = `${name}_${place}`;
    used.add(unique);
    return unique;
  });
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
    const widest = cells.reduce((most, row) => Math.max(most, widthOf(row[index] ?? "")), widthOf(name));
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

/** As `toCell`, disarmed; Postgres gives exact numbers as texts, and `-5.20` is none that a spreadsheet could run. */
function toSafeCell(value: unknown): CsvValue {
  const cell = toCell(value);
  return typeof cell === "string" && !isNumber(cell) ? disarmFormula(cell) : cell;
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

function shorten(text: string, longest: number): string {
  const line = onOneLine(text);
  if (widthOf(line) <= longest) return line;
  let kept = "";
  let width = 1;
  for (const { segment } of graphemes.segment(line)) {
    width += widthOf(segment);
    if (width > longest) break;
    kept += segment;
  }
  return `${kept}…`;
}

const graphemes = new Intl.Segmenter("en");
const TWO_COLUMNS =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;

/** Columns of a terminal that a text takes. */
function widthOf(text: string): number {
  if (/^[\x20-\x7E]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += TWO_COLUMNS.test(segment) ? 2 : 1;
  return width;
}
