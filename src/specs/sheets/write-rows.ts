import Papa from "papaparse";
import { toPrintable } from "../../values/printable-text.ts";
import { escapeFormula } from "./formula-guard.ts";

/** One cell; null is an empty one. Only texts can be formulas, so a negative number stays a number. */
export type CsvValue = string | number | bigint | boolean | null;
export type CsvRow = readonly CsvValue[];

export const DELIMITERS = [",", ";", "\t"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export interface CsvOptions {
  /** Writes texts as they are, for programs. By default a text that a spreadsheet could run gets an apostrophe. */
  readonly raw?: boolean;
  /** Default ",". */
  readonly delimiter?: Delimiter;
  /** Starts the file with a byte order mark, without which Excel takes UTF-8 for something else. Default false. */
  readonly bom?: boolean;
  /** Writes every empty text as `""`, so that null, which is nothing, differs from it. Default false. */
  readonly nulls?: boolean;
}

const ROWS_A_CHUNK = 500;
const BYTE_ORDER_MARK = "\uFEFF";

/** One row with its line end; never starts with a byte order mark. */
export function toCsvLine(row: CsvRow, options: CsvOptions = {}): string {
  return encode([row], options);
}

/** A whole CSV as one string; for what fits into memory. */
export function toCsv(rows: readonly CsvRow[], options: CsvOptions = {}): string {
  return (options.bom === true ? BYTE_ORDER_MARK : "") + encode(rows, options);
}

/** A CSV in chunks of a few hundred rows, holding no more than one chunk. Closes `rows` when its reader stops early. */
export async function* toCsvChunks(
  rows: Iterable<CsvRow> | AsyncIterable<CsvRow>,
  options: CsvOptions = {},
): AsyncGenerator<string, void, undefined> {
  if (options.bom === true) yield BYTE_ORDER_MARK;
  let chunk: CsvRow[] = [];
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length < ROWS_A_CHUNK) continue;
    yield encode(chunk, options);
    chunk = [];
  }
  if (chunk.length > 0) yield encode(chunk, options);
}

function encode(
  rows: readonly CsvRow[],
  { raw = false, delimiter = ",", nulls = false }: CsvOptions,
): string {
  if (rows.length === 0) return "";
  const cells = rows.map((row) => row.map((value) => (nulls && value === null ? null : toText(value, raw))));
  // Besides what papaparse quotes by itself: the only cell of a row, which would else be a blank line.
  const quotes = (value: unknown, column: number) => value === "" && (nulls || column === 0);
  return `${Papa.unparse(cells, { delimiter, newline: "\n", quotes })}\n`;
}

function toText(value: CsvValue, raw: boolean): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  return toPrintable(raw ? value : escapeFormula(value));
}
