import Papa from "papaparse";
import { quoteValue } from "../../values/text.ts";
import { InvalidSheet, type SheetProblem } from "./sheet-problem.ts";
import { tidyQuotes } from "./tidy-quotes.ts";

/** Most rows of a file of specs, blank ones included. */
export const MAX_SPEC_ROWS = 200_000;

export type Delimiter = "," | ";" | "\t";
const DELIMITERS: readonly Delimiter[] = [",", ";", "\t"];

export interface SheetRow {
  /** Line of the file on which the row starts, from 1. */
  readonly line: number;
  /** As they were in the file, quotes undone. */
  readonly cells: readonly string[];
}

export interface ParsedSheet {
  readonly delimiter: Delimiter;
  /** The rows that are not blank, the header first. */
  readonly rows: readonly SheetRow[];
}

/**
 * Cuts a text with "\n" line ends into rows.
 * @throws InvalidSheet for an empty text, too many rows, or a quote that is not closed or closed too early: after it the
 * start of a row is unknown.
 */
export function parseTable(text: string): ParsedSheet {
  const separator = /^"?sep=([,;\t])"?(?:\n|$)/iu.exec(text);
  const body = separator === null ? text : text.slice(separator[0].length);
  const delimiter = DELIMITERS.find((each) => each === separator?.[1]) ?? detectDelimiter(body);
  // An explicit line end keeps papaparse from guessing another one; no header mode, which merges duplicate names.
  const parsed = Papa.parse<string[]>(tidyQuotes(withoutLastBreak(body), delimiter), {
    delimiter,
    newline: "\n",
    preview: MAX_SPEC_ROWS + 2,
  });
  const rows = toSheetRows(parsed.data, separator === null ? 1 : 2);
  // Only the first: what follows a stray quote was cut in the wrong places.
  const [error] = parsed.errors;
  if (error !== undefined) throw new InvalidSheet([toProblem(error, rows)]);
  if (rows.length > MAX_SPEC_ROWS + 1) throw new InvalidSheet([tooManyRows()]);
  const filled = rows.filter((row) => row.cells.some((cell) => cell.trim() !== ""));
  if (filled.length === 0) throw new InvalidSheet([emptyFile()]);
  return { delimiter, rows: filled };
}

/** The last line's end starts no further row. */
function withoutLastBreak(text: string): string {
  return text.endsWith("\n") ? text.slice(0, -1) : text;
}

/** The separator that the first line with text holds most often outside quotes; a comma where it holds none. */
function detectDelimiter(text: string): Delimiter {
  const start = Math.max(0, text.search(/[^\s]/u));
  const end = text.indexOf("\n", start);
  const header = text.slice(start, end < 0 ? undefined : end).replace(/"[^"]*"/gu, "");
  const count = (delimiter: Delimiter) => header.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
}

/** Quoted line breaks make a row span several lines of the file. */
function toSheetRows(data: readonly string[][], firstLine: number): SheetRow[] {
  let line = firstLine;
  return data.map((cells) => {
    const row = { line, cells };
    line += 1 + cells.reduce((breaks, cell) => breaks + countBreaks(cell), 0);
    return row;
  });
}

function countBreaks(cell: string): number {
  let breaks = 0;
  for (let at = cell.indexOf("\n"); at >= 0; at = cell.indexOf("\n", at + 1)) breaks += 1;
  return breaks;
}

function toProblem(error: Papa.ParseError, rows: readonly SheetRow[]): SheetProblem {
  const row = error.row === undefined ? undefined : rows[error.row];
  const place = { line: row?.line ?? null, column: null };
  const shown = quoteValue(row?.cells.at(-1) ?? "");
  if (error.code === "MissingQuotes") {
    return {
      ...place,
      found: `a quote that is opened and never closed, before ${shown}`,
      expected: "a closing quote in the same row",
      fix: 'add the missing ", or write a quote that is part of a value twice',
    };
  }
  return {
    ...place,
    found: `text after a closing quote, near ${shown}`,
    expected: "a separator or the end of the line after a closing quote",
    fix: "write a quote that is part of a value twice, and the whole value in quotes",
  };
}

function tooManyRows(): SheetProblem {
  return {
    line: null,
    column: null,
    found: `more than ${MAX_SPEC_ROWS} rows`,
    expected: `at most ${MAX_SPEC_ROWS} rows`,
    fix: "split the file into several",
  };
}

function emptyFile(): SheetProblem {
  return {
    line: null,
    column: null,
    found: "an empty file",
    expected: "a line of column names and one row a spec",
    fix: "start from the output of: sourcing specs template",
  };
}
