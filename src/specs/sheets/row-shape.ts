import { quoteValue } from "../../values/text.ts";
import type { Delimiter, SheetRow } from "./parse-table.ts";
import { foldHeader, type HeaderCell } from "./read-header.ts";
import type { SheetProblem } from "./sheet-problem.ts";

/** A sum below the rows, as people and spreadsheets write it. */
const SUM =
  /^(?:sub|grand)?[\s-]*(?:totals?|sum|sums|summe|gesamt|gesamtsumme|somme|totale|totaux|suma|soma|zwischensumme|average|mean|count|mittelwert|moyenne|result|ergebnis|résultat)(?:\s*\(?\d*\)?)?:?$/iu;

/** Why a row is refused whole before any of its cells is read; null where it is not. */
export function findMisfit(
  header: readonly HeaderCell[],
  row: SheetRow,
  delimiter: Delimiter,
): SheetProblem | null {
  return (
    findRepeatedHeader(header, row) ??
    findSurplus(header, row, delimiter) ??
    findSum(header, row) ??
    findUnnamedCell(header, row)
  );
}

/** True for a row that ends before the header does: programs leave empty cells out at a row's end. */
export function isShort(header: readonly HeaderCell[], row: SheetRow): boolean {
  return row.cells.length < header.length;
}

/**
 * Finds rows cut in two by a line break in a cell without quotes: two short rows on lines that follow each other, of
 * which the second begins with what cannot be a name and both together have the cells of one row.
 */
export function findBrokenRows(header: readonly HeaderCell[], rows: readonly SheetRow[]): SheetProblem[] {
  const position = header.findIndex((column) => typeof column !== "string" && column.name === "spec");
  return rows.flatMap((row, index) => {
    const next = rows[index + 1];
    if (next === undefined || !isShort(header, row) || !isShort(header, next)) return [];
    if (next.line !== row.line + 1 || row.cells.length + next.cells.length !== header.length + 1) return [];
    if (
      position < row.cells.length &&
      /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/u.test((next.cells[position] ?? "").trim())
    )
      return [];
    return [
      {
        line: row.line,
        column: null,
        found: `${row.cells.length} cells, and the other ${next.cells.length} on line ${next.line}`,
        expected: "a row on one line, or its line breaks within double quotes",
        fix: "put the value that holds the line break into double quotes",
      },
    ];
  });
}

function findRepeatedHeader(header: readonly HeaderCell[], row: SheetRow): SheetProblem | null {
  const filled = header.flatMap((column, index) => {
    const cell = foldHeader(row.cells[index] ?? "");
    return cell === "" || typeof column === "string" ? [] : [{ name: column.name, cell }];
  });
  const isHeader = filled.length > 1 && filled.every(({ name, cell }) => name === cell);
  if (!isHeader) return null;
  return {
    line: row.line,
    column: null,
    found: "the column names again, as in joined files",
    expected: "the column names in the first line only",
    fix: "remove the line",
  };
}

/** A row with no filter whose name is a word for a sum: its numbers are no limits of a search. */
function findSum(header: readonly HeaderCell[], row: SheetRow): SheetProblem | null {
  const cellOf = (wanted: (column: Exclude<HeaderCell, string>) => boolean) =>
    header.flatMap((column, index) =>
      typeof column !== "string" && wanted(column) ? (row.cells[index] ?? "").trim() : [],
    );
  const [name = ""] = cellOf((column) => column.name === "spec");
  const hasFilter = cellOf((column) => column.role === "filter").some((cell) => cell !== "");
  const first = row.cells.find((cell) => cell.trim() !== "")?.trim() ?? "";
  if (hasFilter || !(SUM.test(name) || (name === "" && SUM.test(first)))) return null;
  return {
    line: row.line,
    column: null,
    found: `${quoteValue(SUM.test(name) ? name : first)} and no filter, which looks like a sum of the rows above`,
    expected: "one row a spec",
    fix: "remove the line",
  };
}

/** A row that is longer than the header is refused whole: shifted by one cell, it would be another search. */
function findSurplus(
  header: readonly HeaderCell[],
  row: SheetRow,
  delimiter: Delimiter,
): SheetProblem | null {
  const wanted = header.length;
  const extra = row.cells.slice(wanted).findIndex((cell) => cell.trim() !== "");
  if (extra < 0) return null;
  const separator = delimiter === "\t" ? "tab" : `"${delimiter}"`;
  return {
    line: row.line,
    column: null,
    found: `${row.cells.length} cells, the first one too many being ${quoteValue(row.cells[wanted + extra])}`,
    expected: `${wanted} cells, as many as the first line has`,
    fix: `put each value that holds a ${separator} into double quotes${splitHint(row, delimiter)}`,
  };
}

/** A cell that starts with a blank is most likely the rest of the value before it. */
function splitHint(row: SheetRow, delimiter: Delimiter): string {
  const index = row.cells.findIndex((cell, at) => at > 0 && /^ \S/u.test(cell) && row.cells[at - 1] !== "");
  return index < 0 ? "" : `, such as ${quoteValue(`${row.cells[index - 1]}${delimiter}${row.cells[index]}`)}`;
}

function findUnnamedCell(header: readonly HeaderCell[], row: SheetRow): SheetProblem | null {
  const index = header.findIndex((column, at) => column === "unnamed" && (row.cells[at] ?? "").trim() !== "");
  if (index < 0) return null;
  return {
    line: row.line,
    column: null,
    found: `${quoteValue(row.cells[index])} under no column name, at position ${index + 1}`,
    expected: "a name in the first line for each column in use",
    fix: "name the column or empty it",
  };
}
