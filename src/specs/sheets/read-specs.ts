import { quoteValue } from "../../values/text.ts";
import { fingerprintOf } from "../fingerprint.ts";
import type { Spec } from "../spec.ts";
import { decodeFile } from "./decode-file.ts";
import { type Delimiter, parseTable, type SheetRow } from "./parse-table.ts";
import { type HeaderCell, readHeader } from "./read-header.ts";
import { readRow } from "./read-row.ts";
import { InvalidSheet, type SheetProblem, type SheetWarning } from "./sheet-problem.ts";
import { specWarnings } from "./spec-warnings.ts";

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

/** Reads a CSV of specs. Never throws on content: what is wrong is in `problems`. */
export function readSpecs(bytes: Uint8Array): SpecSheet {
  try {
    return readSheet(bytes);
  } catch (error) {
    if (!(error instanceof InvalidSheet)) throw error;
    const { problems } = error;
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
}

function readSheet(bytes: Uint8Array): SpecSheet {
  const { delimiter, rows: all } = parseTable(decodeFile(bytes));
  const [headerRow, ...rows] = all;
  if (headerRow === undefined || rows.length === 0) throw new InvalidSheet([noRows(headerRow?.line ?? 1)]);
  const header = readHeader(headerRow);
  const parsedRows = rows.map((row) => ({ row, parsed: readRow(header, row, delimiter) }));
  const slugs = linesBySlug(header, rows);
  const duplicates = findDuplicateSlugs(slugs);
  const duplicateLines = new Set(duplicates.map((problem) => problem.line));
  const specs = parsedRows.flatMap(({ row, parsed }) =>
    "spec" in parsed && !duplicateLines.has(row.line) ? [{ line: row.line, spec: parsed.spec }] : [],
  );
  const problems = parsedRows.flatMap(({ parsed }) => ("problems" in parsed ? parsed.problems : []));
  return {
    rows,
    specs,
    problems: [...problems, ...duplicates].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    warnings: sheetWarnings(specs),
    fatal: false,
    delimiter,
    headers: headerRow.cells,
    slugs: [...slugs.keys()],
  };
}

function linesBySlug(header: readonly HeaderCell[], rows: readonly SheetRow[]): Map<string, number[]> {
  const position = header.findIndex((column) => typeof column !== "string" && column.name === "spec");
  const lines = new Map<string, number[]>();
  for (const row of rows) {
    const slug = (row.cells[position] ?? "").trim().toLowerCase();
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

function sheetWarnings(specs: readonly SheetSpec[]): SheetWarning[] {
  const firstOf = new Map<string, SheetSpec>();
  return specs.flatMap((entry) => {
    const { line, spec } = entry;
    const warnings = specWarnings(spec).map((warning) => ({ line, ...warning }));
    const fingerprint = fingerprintOf(spec.search);
    const first = firstOf.get(fingerprint);
    if (first === undefined) {
      firstOf.set(fingerprint, entry);
      return warnings;
    }
    const message = `${quoteValue(spec.spec)} searches for the same people as ${quoteValue(first.spec.spec)} on line ${first.line}, so both would be bought; remove one of them`;
    return [...warnings, { line, column: "spec", message }];
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
