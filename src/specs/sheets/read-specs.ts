import { withoutInvisible } from "../../values/invisible.ts";
import { quoteValue } from "../../values/text.ts";
import { fingerprintOf } from "../fingerprint.ts";
import type { Spec } from "../spec.ts";
import { isZip, readWorkbook } from "../workbooks/read-workbook.ts";
import { cellStyle } from "./cells/cell-style.ts";
import { decodeFile } from "./decode-file.ts";
import { splitHeader } from "./find-header.ts";
import { type Delimiter, type ParsedSheet, parseTable, type SheetRow } from "./parse-table.ts";
import { type HeaderCell, readHeader } from "./read-header.ts";
import { readRow } from "./read-row.ts";
import { findBrokenRows, findMisfit } from "./row-shape.ts";
import { InvalidSheet, type SheetProblem, type SheetWarning } from "./sheet-problem.ts";

export interface SheetSpec {
  /** Line of the file on which the row starts, from 1. */
  readonly line: number;
  readonly spec: Spec;
}

/** A CSV of specs as it was understood; reading it has no effects. */
export interface SpecSheet {
  /** The rows below the header that are not blank, good and bad, their cells as they were. */
  readonly rows: readonly SheetRow[];
  /** The good rows, in the order of the file. */
  readonly specs: readonly SheetSpec[];
  /** In the order of lines; a row with a problem is not among `specs`. */
  readonly problems: readonly SheetProblem[];
  readonly warnings: readonly SheetWarning[];
  /** True where the file as a whole was refused: no rows, no specs, only problems. */
  readonly fatal: boolean;
  readonly delimiter: Delimiter;
  /** As written, empty where `fatal`. */
  readonly headers: readonly string[];
  /** Every slug that the file names, bad rows included, so that pruning spares them. */
  readonly slugs: readonly string[];
}

/** Where in a file the specs stand. */
export interface SheetPlace {
  /** The line of the column names, from 1; the first line that is not blank unless given. */
  readonly headerLine?: number;
  /** The sheet of a workbook; its first visible one unless given. A CSV has no sheets. */
  readonly sheet?: string;
}

/** Reads a CSV or a workbook of specs. Never throws on content: what is wrong is in `problems`. */
export function readSpecs(bytes: Uint8Array, place: SheetPlace = {}): SpecSheet {
  return orRefused(() => readSheet(readTable(bytes, place), place));
}

/** Reads the specs of a table that `readTable` returned, its cells changed since or not. Never throws on content. */
export function readSpecTable(table: ParsedSheet, place: Pick<SheetPlace, "headerLine"> = {}): SpecSheet {
  return orRefused(() => readSheet(table, place));
}

/** The rows and cells of a CSV or of a sheet of a workbook. @throws InvalidSheet where it cannot be cut into cells */
export function readTable(bytes: Uint8Array, { sheet }: Pick<SheetPlace, "sheet"> = {}): ParsedSheet {
  return isZip(bytes) ? readWorkbook(bytes, sheet) : parseTable(decodeFile(bytes));
}

function orRefused(read: () => SpecSheet): SpecSheet {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidSheet)) throw error;
    return refusedSheet(error.problems);
  }
}

/** A sheet that is refused as a whole. */
export function refusedSheet(problems: readonly SheetProblem[]): SpecSheet {
  return {
    rows: [],
    specs: [],
    problems,
    warnings: [],
    fatal: true,
    delimiter: ",",
    headers: [],
    slugs: [],
  };
}

function readSheet({ delimiter, rows: all }: ParsedSheet, { headerLine }: SheetPlace): SpecSheet {
  const { header: headerRow, rows } = splitHeader(all, headerLine);
  const header = readHeader(headerRow);
  if (rows.length === 0) throw new InvalidSheet([noRows(headerRow.line)]);
  const misfits = findMisfits(header, rows, delimiter);
  const fitting = rows.filter(({ line }) => !misfits.has(line));
  const style = cellStyle(header, fitting, delimiter);
  const parsedRows = fitting.map((row) => ({ line: row.line, parsed: readRow(header, row, style) }));
  const slugs = linesBySlug(header, fitting);
  const duplicates = findDuplicateSlugs(slugs);
  const duplicateLines = new Set(duplicates.map((problem) => problem.line));
  const specs = parsedRows.flatMap(({ line, parsed: { spec } }) =>
    spec !== null && !duplicateLines.has(line) ? [{ line, spec }] : [],
  );
  const problems = [
    ...misfits.values(),
    ...parsedRows.flatMap(({ parsed }) => parsed.problems),
    ...duplicates,
  ];
  const warnings = parsedRows.flatMap(({ line, parsed }) =>
    parsed.warnings.map((warning) => ({ line, ...warning })),
  );
  return {
    rows,
    specs,
    problems: problems.sort(byLine),
    warnings: [...warnings, ...sameSearches(specs)].sort(byLine),
    fatal: false,
    delimiter,
    headers: headerRow.cells,
    slugs: [...slugs.keys()],
  };
}

function byLine(a: { readonly line: number | null }, b: { readonly line: number | null }): number {
  return (a.line ?? 0) - (b.line ?? 0);
}

/** The rows that are refused whole, by line. */
function findMisfits(
  header: readonly HeaderCell[],
  rows: readonly SheetRow[],
  delimiter: Delimiter,
): Map<number, SheetProblem> {
  const misfits = new Map<number, SheetProblem>();
  for (const row of rows) {
    const misfit = findMisfit(header, row, delimiter);
    if (misfit !== null) misfits.set(row.line, misfit);
  }
  for (const broken of findBrokenRows(header, rows)) {
    if (broken.line !== null) misfits.set(broken.line, broken);
  }
  return misfits;
}

function linesBySlug(header: readonly HeaderCell[], rows: readonly SheetRow[]): Map<string, number[]> {
  const position = header.findIndex((column) => typeof column !== "string" && column.name === "spec");
  const lines = new Map<string, number[]>();
  for (const row of rows) {
    const slug = withoutInvisible(row.cells[position] ?? "")
      .text.trim()
      .toLowerCase();
    const known = lines.get(slug);
    if (known !== undefined) known.push(row.line);
    else if (slug !== "") lines.set(slug, [row.line]);
  }
  return lines;
}

/** Refuses every row of a slug used twice: only the author knows which one is meant. */
function findDuplicateSlugs(slugs: ReadonlyMap<string, readonly number[]>): SheetProblem[] {
  return [...slugs].flatMap(([slug, lines]) => {
    if (lines.length < 2) return [];
    const others = lines.length > 10 ? `${lines.slice(0, 10).join(", ")} and more` : lines.join(", ");
    return lines.map((line) => ({
      line,
      column: "spec",
      found: `${quoteValue(slug)} on lines ${others}`,
      expected: "each name once in the file",
      fix: "rename all but one, or remove them",
    }));
  });
}

/** Warns of specs that would buy the same people, each named beside the first. */
function sameSearches(specs: readonly SheetSpec[]): SheetWarning[] {
  const firstOf = new Map<string, SheetSpec>();
  return specs.flatMap((entry) => {
    const { line, spec } = entry;
    const fingerprint = fingerprintOf(spec.search);
    const first = firstOf.get(fingerprint);
    if (first === undefined) {
      firstOf.set(fingerprint, entry);
      return [];
    }
    const message = `${quoteValue(spec.spec)} searches for the same people as ${quoteValue(first.spec.spec)} on line ${first.line}, so both would be bought; remove one of them`;
    return [{ line, column: "spec", message }];
  });
}

function noRows(line: number): SheetProblem {
  return {
    line,
    column: null,
    found: "column names and no row below them",
    expected: "one row a spec",
    fix: "add a row, as in the output of: sourcing specs template",
  };
}
