import { SpecInvalid, type SpecProblem } from "../../values/errors.ts";
import { withoutInvisible } from "../../values/invisible.ts";
import { goodColumnValues } from "../column-values.ts";
import { parseSpec, type Spec } from "../spec.ts";
import type { SpecColumn } from "../spec-columns.ts";
import type { CellStyle } from "./cells/cell-style.ts";
import { readCell } from "./cells/read-cell.ts";
import { unescapeFormula } from "./formula-guard.ts";
import type { SheetRow } from "./parse-table.ts";
import type { HeaderCell } from "./read-header.ts";
import type { SheetProblem } from "./sheet-problem.ts";
import { type SpecWarning, valueWarnings } from "./spec-warnings.ts";

/** One row: its spec (null where it has a problem), all that is wrong with it, and all that is odd about it. */
export interface ParsedRow {
  readonly spec: Spec | null;
  readonly problems: readonly SheetProblem[];
  readonly warnings: readonly SpecWarning[];
}

interface ReadCells {
  readonly values: ReadonlyMap<SpecColumn, unknown>;
  readonly problems: readonly SpecProblem[];
  readonly cleaned: readonly SpecWarning[];
}

/** Reads one row whole: blank or missing columns take their defaults. */
export function readRow(header: readonly HeaderCell[], row: SheetRow, style: CellStyle): ParsedRow {
  const cells = readCells(header, row, style);
  const { spec, problems } = toSpec(cells);
  // A column with a problem is told of that alone; the others keep their warnings.
  const bad = new Set(problems.map(({ column }) => column));
  const good = new Map([...cells.values].filter(([{ name }]) => !bad.has(name)));
  const unread = new Set(cells.problems.map(({ column }) => column));
  const warnings = [...cells.cleaned, ...valueWarnings(goodColumnValues(good), { unread })];
  return { spec, problems: located(problems, row.line), warnings };
}

function toSpec({ values, problems }: ReadCells): { spec: Spec | null; problems: readonly SpecProblem[] } {
  try {
    const spec = parseSpec(toInput(values));
    return { spec: problems.length === 0 ? spec : null, problems };
  } catch (error) {
    if (!(error instanceof SpecInvalid)) throw error;
    const unread = new Set(problems.map(({ column }) => column));
    // A cell that is unreadable must not be reported as missing too.
    const further = error.problems.filter(
      ({ column }) => !unread.has(column) && (problems.length === 0 || column !== "search"),
    );
    return { spec: null, problems: [...problems, ...further] };
  }
}

function toInput(values: ReadCells["values"]): Record<string, unknown> {
  const search: Record<string, unknown> = {};
  const input: Record<string, unknown> = { search };
  for (const [column, value] of values) {
    if (column.role === "setting") input[column.property] = value;
    else search[column.property] = value;
  }
  return input;
}

function readCells(header: readonly HeaderCell[], row: SheetRow, style: CellStyle): ReadCells {
  const values = new Map<SpecColumn, unknown>();
  const problems: SpecProblem[] = [];
  const cleaned: SpecWarning[] = [];
  header.forEach((column, index) => {
    if (typeof column === "string") return;
    const { text, removed } = withoutInvisible(unescapeFormula(row.cells[index] ?? ""));
    if (removed.length > 0) {
      const message = `invisible characters were taken out (${removed.join(", ")})`;
      cleaned.push({ column: column.name, message });
    }
    const reading = readCell(column, text, style);
    if ("problems" in reading) problems.push(...reading.problems);
    else if (reading.value !== undefined) values.set(column, reading.value);
  });
  return { values, problems, cleaned };
}

function located(problems: readonly SpecProblem[], line: number): SheetProblem[] {
  return problems.map((problem) => ({
    ...problem,
    line,
    column: problem.column === "search" ? null : problem.column,
  }));
}
