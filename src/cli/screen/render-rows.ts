import { SqlValue } from "../../query/sql-value.ts";
import { escapeCell } from "../../specs/sheets/formula-guard.ts";
import { type CsvRow, type CsvValue, type Delimiter, toCsvChunks } from "../../specs/sheets/write-rows.ts";
import { UsageError } from "../../values/errors.ts";
import { escapeJson, toPrintableJson } from "../../values/printable-text.ts";
import { LONGEST_CELL } from "../command/csv-options.ts";
import { renderTable } from "./render-table.ts";

export const ROW_FORMATS = ["table", "csv", "json", "jsonl"] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];

/** Characters of a cell in a table; the other formats never cut a cell. */
const CELL_WIDTH = { min: 8, max: 60 };
const ROWS_A_CHUNK = 500;

/** Reads a `--format`. @throws UsageError */
export function toRowFormat(text: string): RowFormat {
  const format = ROW_FORMATS.find((name) => name === text);
  if (format === undefined) throw new UsageError(`--format takes ${ROW_FORMATS.join(", ")}`);
  return format;
}

interface Rows {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<Row> | Iterable<Row>;
}
type Row = readonly unknown[];

/** How a CSV of rows is written. */
export interface CsvLayout {
  readonly delimiter: Delimiter;
  /** Whether numbers have a comma before their decimals. */
  readonly decimalComma: boolean;
  /** Told of each cell that Excel would cut, with the number of its row, from 1. */
  readonly onLongCell: (column: string, row: number) => void;
}

const PLAIN_CSV: CsvLayout = { delimiter: ",", decimalComma: false, onLongCell: () => {} };

export interface RowLayout {
  readonly format: RowFormat;
  /** Columns of the terminal. */
  readonly width: number;
  readonly csv?: CsvLayout;
  /** Most rows of a table, which may be given one more to know that it is not all; null: all. */
  readonly limit: number | null;
}

/** Rows of a query in one of the formats; ends with a line break. Only a table is held as a whole. */
export function renderRows(answer: Rows, layout: RowLayout): AsyncIterable<string> {
  const { columns, rows } = answer;
  const { csv = PLAIN_CSV } = layout;
  if (layout.format === "csv")
    return toCsvChunks(toSafeRows(answer, csv), { raw: true, nulls: true, delimiter: csv.delimiter });
  if (layout.format === "table") return toTable(answer, layout);
  const names = uniqueNames(columns);
  const objects = mapRows(rows, (row) => escapeJson(toJsonObject(names, row)));
  return layout.format === "json"
    ? toArray(objects)
    : mapRows(inChunks(objects), (lines) => `${lines.join("\n")}\n`);
}

function toJsonObject(names: readonly string[], row: Row): string {
  const pairs = names.map((name, index) => `${JSON.stringify(name)}:${toJson(row[index])}`);
  return escapeControls(`{${pairs.join(",")}}`);
}

function toJson(value: unknown): string {
  return value instanceof SqlValue ? value.json : (JSON.stringify(value) ?? "null");
}

/** JSON may hold these signs, which steer terminals (C1) or end the lines of some readers; they only stand in texts. */
function escapeControls(json: string): string {
  return json.replace(
    /[\u007F-\u009F\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

async function* toSafeRows({ columns, rows }: Rows, layout: CsvLayout): AsyncGenerator<CsvRow> {
  yield columns.map((name) => escapeCell(name, layout.delimiter));
  let number = 0;
  for await (const row of rows) {
    number += 1;
    const cells = row.map((value) => toSafeCell(value, layout));
    cells.forEach((cell, index) => {
      if (typeof cell === "string" && cell.length > LONGEST_CELL)
        layout.onLongCell(columns[index] ?? "", number);
    });
    yield cells;
  }
}

async function* mapRows<From, To>(
  rows: AsyncIterable<From> | Iterable<From>,
  map: (row: From) => To,
): AsyncGenerator<To> {
  for await (const row of rows) yield map(row);
}

async function* inChunks(texts: AsyncIterable<string>): AsyncGenerator<string[]> {
  let chunk: string[] = [];
  for await (const text of texts) {
    chunk.push(text);
    if (chunk.length < ROWS_A_CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

async function* toArray(objects: AsyncIterable<string>): AsyncGenerator<string> {
  let before = "[";
  for await (const chunk of inChunks(objects)) {
    yield before + chunk.join(",");
    before = ",";
  }
  yield before === "[" ? "[]\n" : "]\n";
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

async function* toTable({ columns, rows }: Rows, { width, limit }: RowLayout): AsyncGenerator<string> {
  const kept: Row[] = [];
  let isAll = true;
  for await (const row of rows) {
    isAll = limit === null || kept.length < limit;
    if (!isAll) break;
    kept.push(row);
  }
  const count = kept.length === 1 ? "1 row" : `${kept.length} rows`;
  const note = isAll ? count : `first ${count}: --limit N for more, --format csv for all`;
  const shown = columns.map((head, index) => ({
    head,
    align: isNumeric(kept, index) ? ("right" as const) : ("left" as const),
    shorten: CELL_WIDTH,
  }));
  const cells = kept.map((row) => row.map(toText));
  yield `${renderTable(shown, cells, width)}\n${note}\n`;
}

function isNumeric(rows: readonly (readonly unknown[])[], index: number): boolean {
  return rows.every((row) => row[index] === null || typeof row[index] === "number" || isNumber(row[index]));
}

function isNumber(value: unknown): boolean {
  const text = value instanceof SqlValue ? value.text : value;
  return typeof text === "string" && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);
}

/** As `toCell`, disarmed; Postgres gives exact numbers as texts, and `-5.20` is none that a spreadsheet could run. */
function toSafeCell(value: unknown, { delimiter, decimalComma }: CsvLayout): CsvValue {
  const cell = toCell(value, decimalComma);
  if (value instanceof SqlValue && !value.mayBeFormula) return cell;
  return typeof cell === "string" && typeof value !== "number" && !isNumber(cell)
    ? escapeCell(cell, delimiter)
    : cell;
}

/** A number that is one is no formula; everything else is text. @param decimalComma of numbers */
export function toCell(value: unknown, decimalComma: boolean): CsvValue {
  const isNumeric = typeof value === "number" || (value instanceof SqlValue && value.isNumber);
  if (isNumeric && decimalComma) return toText(value).replace(".", ",");
  return value === undefined || value === null || typeof value === "number" || typeof value === "boolean"
    ? (value ?? null)
    : toText(value);
}

/** Returns a value as people read it; empty for null. */
export function toText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof SqlValue) return value.text;
  if (value instanceof Date) return value.toISOString().replace("T", " ").slice(0, 19);
  return typeof value === "object" ? toPrintableJson(value) : String(value);
}
