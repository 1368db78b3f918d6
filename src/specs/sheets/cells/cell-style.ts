import type { SheetRow } from "../parse-table.ts";
import type { HeaderCell } from "../read-header.ts";
import { type BooleanStyle, booleanStyle } from "./read-boolean.ts";
import { showsCommaDecimals } from "./read-number.ts";

/** How the cells of one file are written, as far as one cell alone does not say it. */
export interface CellStyle {
  readonly booleans: BooleanStyle;
  /** True where a comma may separate decimals, so that 1,000 may be 1. */
  readonly commaDecimals: boolean;
}

/** The style of a single cell, or of a file that says nothing of languages. */
export const PLAIN_STYLE: CellStyle = { booleans: booleanStyle([]), commaDecimals: false };

/** Finds out how a file writes yes, no and numbers. A semicolon between cells goes with commas in numbers. */
export function cellStyle(
  header: readonly HeaderCell[],
  rows: readonly SheetRow[],
  delimiter: string,
): CellStyle {
  const booleans = booleanStyle(cellsOf(header, rows, "boolean"));
  if (delimiter === ";" || booleans.words.length > 0) return { booleans, commaDecimals: true };
  for (const cell of cellsOf(header, rows, "integer")) {
    if (showsCommaDecimals(cell)) return { booleans, commaDecimals: true };
  }
  return { booleans, commaDecimals: false };
}

function* cellsOf(
  header: readonly HeaderCell[],
  rows: readonly SheetRow[],
  kind: "boolean" | "integer",
): Generator<string> {
  for (const [index, column] of header.entries()) {
    if (typeof column === "string" || column.kind !== kind) continue;
    for (const { cells } of rows) {
      const cell = cells[index];
      if (cell !== undefined && cell !== "") yield cell;
    }
  }
}
