import { SpecInvalid, type SpecProblem } from "../../values/errors.ts";
import { quoteValue } from "../../values/text.ts";
import { parseSpec, type Spec } from "../spec.ts";
import type { Delimiter, SheetRow } from "./parse-table.ts";
import { readCell } from "./read-cell.ts";
import type { HeaderCell } from "./read-header.ts";
import type { SheetProblem } from "./sheet-problem.ts";

export type ParsedRow = { readonly spec: Spec } | { readonly problems: readonly SheetProblem[] };

/** Reads one row whole: blank or missing columns take their defaults. */
export function readRow(header: readonly HeaderCell[], row: SheetRow, delimiter: Delimiter): ParsedRow {
  const problem = findCellCountProblem(header, row, delimiter);
  if (problem !== null) return { problems: [problem] };
  const { input, problems } = readCells(header, row);
  try {
    const spec = parseSpec(input);
    return problems.length === 0 ? { spec } : { problems: withLine(problems, row.line) };
  } catch (error) {
    if (!(error instanceof SpecInvalid)) throw error;
    // A filter whose cell is unreadable must not be reported as missing too.
    const further = error.problems.filter((problem) => problems.length === 0 || problem.column !== "search");
    return { problems: withLine([...problems, ...further], row.line) };
  }
}

function readCells(header: readonly HeaderCell[], row: SheetRow) {
  const search: Record<string, unknown> = {};
  const input: Record<string, unknown> = { search };
  const problems: SpecProblem[] = [];
  header.forEach((column, index) => {
    if (typeof column === "string") return;
    const parsed = readCell(column, row.cells[index] ?? "");
    if ("problem" in parsed) problems.push(parsed.problem);
    else if (parsed.value !== undefined && column.role === "setting") input[column.property] = parsed.value;
    else if (parsed.value !== undefined) search[column.property] = parsed.value;
  });
  return { input, problems };
}

function withLine(problems: readonly SpecProblem[], line: number): SheetProblem[] {
  return problems.map((problem) => ({
    ...problem,
    line,
    column: problem.column === "search" ? null : problem.column,
  }));
}

/** A row that does not fit the header is refused whole: shifted by one cell, it would be another search. */
function findCellCountProblem(
  header: readonly HeaderCell[],
  row: SheetRow,
  delimiter: Delimiter,
): SheetProblem | null {
  const wanted = header.length;
  const place = { line: row.line, column: null, expected: `${wanted} cells, as many as the first line has` };
  const separator = delimiter === "\t" ? "tab" : `"${delimiter}"`;
  if (row.cells.length < wanted) {
    const found = `${row.cells.length} cells`;
    return {
      ...place,
      found,
      fix: `write every cell, the empty ones too: each ${separator} starts a new one`,
    };
  }
  const extra = row.cells.slice(wanted).findIndex((cell) => cell.trim() !== "");
  if (extra >= 0) {
    const found = `${row.cells.length} cells, the first one too many being ${quoteValue(row.cells[wanted + extra])}`;
    return {
      ...place,
      found,
      fix: `put each value that holds a ${separator} into double quotes${splitHint(row, delimiter)}`,
    };
  }
  return findUnnamedCell(header, row);
}

/** A cell that starts with a blank is most likely the rest of the value before it. */
function splitHint(row: SheetRow, delimiter: Delimiter): string {
  const index = row.cells.findIndex((cell, at) => at > 0 && /^ \S/u.test(cell) && row.cells[at - 1] !== "");
  return index < 0 ? "" : `, such as ${quoteValue(`${row.cells[index - 1]}${delimiter}${row.cells[index]}`)}`;
}

function findUnnamedCell(header: readonly HeaderCell[], row: SheetRow): SheetProblem | null {
  const index = header.findIndex((column, at) => column === "unnamed" && row.cells[at]?.trim() !== "");
  if (index < 0) return null;
  return {
    line: row.line,
    column: null,
    found: `${quoteValue(row.cells[index])} under no column name, at position ${index + 1}`,
    expected: "a name in the first line for each column in use",
    fix: "name the column or empty it",
  };
}
