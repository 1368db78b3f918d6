import { LONGEST_CELL, toCell } from "../../composition/questions/stream-rows.ts";
import type { Candidate } from "../../exports/candidate.ts";
import type { ExportColumn, ExportFormat } from "../../exports/formats/export-format.ts";
import { escapeCell } from "../../specs/sheets/formula-guard.ts";
import { type CsvValue, type Delimiter, toCsv } from "../../specs/sheets/write-rows.ts";
import { toPrintableJson } from "../../values/printable-text.ts";

/** How candidates become the text of a file. */
export interface ExportLines {
  /** What every file begins with. */
  readonly head: string;
  toText(candidates: readonly Candidate[]): string;
}

export interface LineOptions {
  /** Leaves texts as they are that a spreadsheet could run. */
  readonly raw: boolean;
  /** Begins with a byte order mark, without which Excel takes UTF-8 for the machine's old character set. */
  readonly bom: boolean;
  readonly delimiter: Delimiter;
  /** Whether numbers have a comma before their decimals. */
  readonly decimalComma?: boolean;
  /** Told of each cell that Excel would cut. */
  readonly onLongCell: (column: string, candidate: Candidate) => void;
}

/** Digits, what people put between them, and an extension: at worst a spreadsheet makes a sum of it. */
const PHONE = /^\+?[\d\s().\-/]+(?:(?:;\s*ext=|ext(?:ension)?\.?|x|#)\s*\d{1,10})?$/i;

/** Lines of CSV or of JSON, as the format has them. */
export function makeExportLines(
  format: ExportFormat,
  columns: readonly ExportColumn[],
  options: LineOptions,
): ExportLines {
  if (format.lines === "json") return { head: "", toText: (candidates) => toJsonLines(columns, candidates) };
  const { delimiter } = options;
  const guard = options.raw ? (text: string) => text : (text: string) => escapeCell(text, delimiter);
  const toCsvCell = ({ name, value, isPhone }: ExportColumn, candidate: Candidate): CsvValue => {
    const cell = toCell(flatten(value(candidate)), options.decimalComma === true);
    if (typeof cell === "string" && cell.length > LONGEST_CELL) options.onLongCell(name, candidate);
    if (typeof cell !== "string" || (isPhone === true && PHONE.test(cell))) return cell;
    return guard(cell);
  };
  const toText: ExportLines["toText"] = (candidates) =>
    toCsv(
      candidates.map((candidate) => columns.map((column) => toCsvCell(column, candidate))),
      { raw: true, delimiter },
    );
  // The names come from people's SQL too.
  const head = toCsv([columns.map(({ name }) => guard(name))], { raw: true, bom: options.bom, delimiter });
  return { head, toText };
}

/** A list of texts with commas between. */
function flatten(value: unknown): unknown {
  const isTexts = Array.isArray(value) && value.every((entry) => typeof entry === "string");
  return isTexts ? value.join(", ") : value;
}

function toJsonLines(columns: readonly ExportColumn[], candidates: readonly Candidate[]): string {
  const lines = candidates.map(
    (candidate) =>
      `${toPrintableJson(Object.fromEntries(columns.map(({ name, value }) => [name, value(candidate)])))}\n`,
  );
  return lines.join("");
}
