import { SPEC_COLUMNS } from "../spec-columns.ts";
import type { SheetRow } from "./parse-table.ts";
import { foldHeader, isErrorColumn } from "./read-header.ts";
import { InvalidSheet, type SheetProblem } from "./sheet-problem.ts";

const NAMES = new Set(SPEC_COLUMNS.map((column) => column.name));
/** Titles, dates and notes above a header take a few lines. */
const LINES_SEARCHED = 50;

/**
 * The row of column names and the rows below it. The first row, unless `headerLine` names the line on which they stand.
 * @throws InvalidSheet where no row starts on that line, or the names stand further down or in two orders
 */
export function splitHeader(
  all: readonly SheetRow[],
  headerLine: number | undefined,
): { readonly header: SheetRow; readonly rows: readonly SheetRow[] } {
  const at = headerLine === undefined ? 0 : all.findIndex((row) => row.line === headerLine);
  const header = all[at];
  if (header === undefined) throw new InvalidSheet([noSuchLine(headerLine ?? 1)]);
  const rows = all.slice(at + 1);
  if (!isHeader(header)) {
    const further = rows.slice(0, LINES_SEARCHED).find(isHeader);
    if (further !== undefined) throw new InvalidSheet([headerBelow(header, further)]);
  }
  const other = rows.find((row) => isHeader(row) && !isSameOrder(header, row));
  if (other !== undefined) throw new InvalidSheet([secondHeader(other)]);
  return { header, rows };
}

/** At least two cells, `spec` among them, and nothing but column names. */
function isHeader(row: SheetRow): boolean {
  const cells = row.cells.filter((cell) => cell.trim() !== "");
  const names = cells.map(foldHeader);
  return (
    names.length > 1 &&
    names.includes("spec") &&
    cells.every((cell) => isErrorColumn(cell) || NAMES.has(foldHeader(cell)))
  );
}

function isSameOrder(header: SheetRow, row: SheetRow): boolean {
  return row.cells.every((cell, index) => {
    const name = foldHeader(cell);
    return name === "" || name === foldHeader(header.cells[index] ?? "");
  });
}

function headerBelow(first: SheetRow, header: SheetRow): SheetProblem {
  return {
    line: first.line,
    column: null,
    found: "a line that is not the column names",
    expected: "the column names in the first line",
    fix: `the header seems to be in line ${header.line}: remove the lines above it, or say --header-line ${header.line}`,
  };
}

function secondHeader(row: SheetRow): SheetProblem {
  return {
    line: row.line,
    column: null,
    found: "column names again, in another order",
    expected: "one order of columns in the whole file",
    fix: "put the rows below it into a file of their own",
  };
}

function noSuchLine(line: number): SheetProblem {
  return {
    line,
    column: null,
    found: "no row that starts here",
    expected: "the line of the column names",
    fix: "give --header-line the number of the line on which they stand",
  };
}
