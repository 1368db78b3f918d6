import { withoutInvisible } from "../../values/invisible.ts";
import { nearest } from "../../values/nearest.ts";
import { quoteValue } from "../../values/text.ts";
import { SPEC_COLUMNS, type SpecColumn, specColumn } from "../spec-columns.ts";
import { columnOfAlias } from "./column-aliases.ts";
import type { SheetRow } from "./parse-table.ts";
import { InvalidSheet, type SheetProblem } from "./sheet-problem.ts";

/** Additional columns of a file of failed rows; they are ignored when it is imported again. */
export const ERROR_COLUMNS = [
  "error_line",
  "error_column",
  "error_found",
  "error_expected",
  "error_fix",
] as const;

/** A wider file is not a file of specs. */
const MAX_COLUMNS = 200;

/** What one position of a row holds: a column, one of `ERROR_COLUMNS`, or nothing at all. */
export type HeaderCell = SpecColumn | "error" | "unnamed";

/**
 * Maps the first row to columns. Case, spaces and dashes are forgiven, other names never: an unknown column may be a filter
 * without which the search buys the wrong people.
 * @throws InvalidSheet that names every unknown and duplicate column, and a missing `spec`.
 */
export function readHeader(header: SheetRow): HeaderCell[] {
  if (header.cells.length > MAX_COLUMNS) throw new InvalidSheet([tooWide(header)]);
  const names = header.cells.map(foldHeader);
  const cells = names.map(toHeaderCell);
  const problems = header.cells.flatMap((written, index) => {
    const name = names[index] ?? "";
    if (cells[index] === null) return [unknownColumn(header.line, written, name)];
    const first = names.indexOf(name);
    return first < index && name !== "" ? [duplicateColumn(header, first, index)] : [];
  });
  if (!names.includes("spec")) problems.push(missingSpec(header, names));
  if (problems.length > 0) throw new InvalidSheet(problems);
  return cells.map((cell) => cell ?? "unnamed");
}

/** Returns the name of a column without what is forgiven: case, blanks, dashes, invisible characters. */
export function foldHeader(header: string): string {
  return withoutInvisible(header)
    .text.normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/[\s_\p{Pd}]+/gu, "_")
    .replace(/^_|_$/gu, "");
}

/** True for a header that only a file of failed rows has. */
export function isErrorColumn(header: string): boolean {
  const name = foldHeader(header);
  return ERROR_COLUMNS.some((column) => column === name);
}

function toHeaderCell(name: string): HeaderCell | null {
  if (name === "") return "unnamed";
  if (isErrorColumn(name)) return "error";
  return specColumn(name) ?? null;
}

function unknownColumn(line: number, written: string, name: string): SheetProblem {
  const names = SPEC_COLUMNS.map((column) => column.name);
  const meant = columnOfAlias(name) ?? nearest(name, names);
  const pageFix = "remove the column: pages are bought one after the other";
  const otherwise = "remove the column, or see the names in: sourcing specs template";
  return {
    line,
    column: quoteValue(written).slice(1, -1),
    found: "an unknown column",
    expected: "the name of an API parameter or of a setting",
    fix: name === "page" ? pageFix : meant === null ? otherwise : `did you mean ${meant}?`,
  };
}

function duplicateColumn(header: SheetRow, first: number, again: number): SheetProblem {
  return {
    line: header.line,
    column: header.cells[again]?.trim() ?? "",
    found: `the same column twice, at positions ${first + 1} and ${again + 1}`,
    expected: "each column once",
    fix: "keep one of them; several values go into one cell, separated by |",
  };
}

function missingSpec(header: SheetRow, names: readonly string[]): SheetProblem {
  const fix = names.includes("name")
    ? "add a column spec with a unique name for each row: the column name is the name of the person searched for"
    : "add a column spec with a unique name for each row";
  const found = `the columns ${quoteValue(header.cells.map((cell) => cell.trim()).join(", "))}`;
  return {
    line: header.line,
    column: "spec",
    found,
    expected: "a first line with the column names, spec among them",
    fix,
  };
}

function tooWide(header: SheetRow): SheetProblem {
  return {
    line: header.line,
    column: null,
    found: `${header.cells.length} columns`,
    expected: `at most ${SPEC_COLUMNS.length} columns`,
    fix: "keep the columns of: sourcing specs template",
  };
}
