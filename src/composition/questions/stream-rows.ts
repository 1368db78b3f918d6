import { SqlValue } from "../../query/sql-value.ts";
import { escapeCell } from "../../specs/sheets/formula-guard.ts";
import { type CsvRow, type CsvValue, type Delimiter, toCsvChunks } from "../../specs/sheets/write-rows.ts";
import { escapeJson, toPrintableJson } from "../../values/printable-text.ts";

/** The formats that hold any number of rows, because none is held back. */
export type StreamFormat = "csv" | "json" | "jsonl";

/** Most characters that Excel takes in a cell; it cuts longer ones (its published limit). */
export const LONGEST_CELL = 32_767;
const ROWS_A_CHUNK = 500;

export interface Rows {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<Row> | Iterable<Row>;
}
export type Row = readonly unknown[];

/** How a CSV of rows is written. */
export interface CsvLayout {
  readonly delimiter: Delimiter;
  /** Whether numbers have a comma before their decimals. */
  readonly decimalComma: boolean;
  /** Told of each cell that Excel would cut, with the number of its row, from 1. */
  readonly onLongCell: (column: string, row: number) => void;
}

const PLAIN_CSV: CsvLayout = { delimiter: ",", decimalComma: false, onLongCell: () => {} };

/** Writes the rows of a query as they come; the text ends with a line break. */
export function streamRows(
  answer: Rows,
  format: StreamFormat,
  csv: CsvLayout = PLAIN_CSV,
): AsyncIterable<string> {
  const { columns, rows } = answer;
  if (format === "csv")
    return toCsvChunks(toSafeRows(answer, csv), { raw: true, nulls: true, delimiter: csv.delimiter });
  const names = uniqueNames(columns);
  const objects = mapRows(rows, (row) => escapeJson(toJsonObject(names, row)));
  return format === "json"
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

/** Whether a column holds nothing but numbers and nulls. */
export function isNumeric(rows: readonly (readonly unknown[])[], index: number): boolean {
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

/** A value as people read it; null is an empty text. */
export function toText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof SqlValue) return value.text;
  if (value instanceof Date) return value.toISOString().replace("T", " ").slice(0, 19);
  return typeof value === "object" ? toPrintableJson(value) : String(value);
}
