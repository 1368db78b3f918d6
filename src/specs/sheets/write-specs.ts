import { escapeInvisible, hasInvisible } from "../../values/invisible.ts";
import { columnValue } from "../column-value.ts";
import type { Spec } from "../spec.ts";
import { SPEC_COLUMNS, type SpecColumn } from "../spec-columns.ts";
import { isPlainText, readCell } from "./cells/read-cell.ts";
import { type CsvValue, type Delimiter, toCsv } from "./write-rows.ts";

/** Columns that the example row of the template fills in. */
const SHOWN = new Set([
  "job_title",
  "location",
  "skills",
  "company_size",
  "budget_credits",
  "tags",
  "owner",
  "notes",
]);
/** Switched off, so that a template imported by mistake buys nobody. */
const EXAMPLE: Readonly<Record<string, string>> = { spec: "example", enabled: "no" };

/** Specs as a CSV that `readSpecs` turns into the same specs again; for a spreadsheet, so it has a byte order mark. */
export function toSpecsCsv(specs: readonly Spec[], delimiter: Delimiter = ","): string {
  const rows = specs.map((spec) => SPEC_COLUMNS.map((column) => toCell(column, columnValue(spec, column))));
  return toCsv([headerRow(), ...rows], { bom: true, delimiter });
}

/** The cells of a spec as its CSV has them, by column. */
export function toSpecCells(spec: Spec): Map<string, string> {
  return new Map(
    SPEC_COLUMNS.map((column) => [column.name, String(toCell(column, columnValue(spec, column)) ?? "")]),
  );
}

/** Every column and one example row, which is disabled. */
export function toTemplateCsv(delimiter: Delimiter = ","): string {
  const example = SPEC_COLUMNS.map(({ name, example }) => EXAMPLE[name] ?? (SHOWN.has(name) ? example : ""));
  return toCsv([headerRow(), example], { bom: true, delimiter });
}

/** One paragraph a column: what it means, what it takes, an example. For people, next to the template. */
export function describeColumns(): string {
  return SPEC_COLUMNS.map(describeColumn).join("\n");
}

function describeColumn(column: SpecColumn): string {
  const lines = [`${column.name}: ${column.help}`, `  takes ${column.expected}; example: ${column.example}`];
  if (column.known !== undefined) lines.push(`  known values: ${column.known.join(", ")}`);
  return lines.join("\n");
}

function headerRow(): string[] {
  return SPEC_COLUMNS.map((column) => column.name);
}

function toCell(column: SpecColumn, value: unknown): CsvValue {
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "string") return isPlainText(column, value) ? value : toJson(value);
  if (!Array.isArray(value)) return toJson(value);
  return value.length === 0 ? "" : toListCell(column, value);
}

/** Values separated by |, or JSON where that would be read otherwise. */
function toListCell(column: SpecColumn, values: readonly unknown[]): string {
  const joined = values.join(" | ");
  if (hasInvisible(joined) || !values.every((value) => typeof value === "string")) return toJson(values);
  const read = readCell(column, joined);
  const isSame = "value" in read && JSON.stringify(read.value) === JSON.stringify(values);
  return isSame ? joined : toJson(values);
}

function toJson(value: unknown): string {
  return escapeInvisible(JSON.stringify(value));
}
