import { DELIMITERS, type Delimiter } from "../../specs/sheets/write-rows.ts";
import { UsageError } from "../../values/errors.ts";
import { toPrintableLine } from "../../values/printable-text.ts";

/** Options of commands that write CSV, as typed. */
export interface CsvSigns {
  readonly delimiter?: string;
  readonly decimal?: string;
}

/** For `--delimiter` and `--decimal` of commander. */
export const DELIMITER_OPTION = [
  "--delimiter <sign>",
  'what stands between cells: "," or tab, or ";" for Excel in German or French',
] as const;
export const DECIMAL_OPTION = [
  "--decimal <sign>",
  'the decimal sign of numbers: "." or "," (default: "," where cells are separated by ";")',
] as const;

/** Reads a `--delimiter`; a comma unless told. @throws UsageError */
export function toDelimiter(text = ","): Delimiter {
  const sign = /^(?:tab|\\t)$/i.test(text) ? "\t" : text;
  const delimiter = DELIMITERS.find((one) => one === sign);
  if (delimiter === undefined) throw new UsageError('--delimiter takes ",", ";" or tab');
  return delimiter;
}

/**
 * Whether numbers have a decimal comma: where lists are separated by semicolons, Excel takes 12.5 for the 12th of May.
 * @throws UsageError
 */
export function hasDecimalComma({ delimiter, decimal }: CsvSigns): boolean {
  const hasSemicolons = toDelimiter(delimiter) === ";";
  if (decimal === undefined) return hasSemicolons;
  if (decimal !== "." && decimal !== ",") throw new UsageError('--decimal takes "." or ","');
  return decimal === ",";
}

/** Names the cells that Excel would cut. Returns null if there are none. */
export function describeLongCells(cells: readonly string[]): string | null {
  if (cells.length === 0) return null;
  const named = toPrintableLine(cells.slice(0, 3).join(", "));
  const more = cells.length > 3 ? ` and ${cells.length - 3} more` : "";
  return `Longer than the 32,767 characters that Excel takes in a cell: ${named}${more}\n`;
}
