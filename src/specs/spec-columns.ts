import { z } from "zod";
import { type ColumnDocs, columnDocs } from "./column-docs.ts";
import { searchShape } from "./search-parameters.ts";
import { settingShape } from "./spec-settings.ts";

export type ColumnKind = "text" | "integer" | "boolean" | "enum" | "list" | "enum list" | "object list";

/** One column of a CSV of specs, with everything that reading, writing and explaining it needs. */
export interface SpecColumn extends ColumnDocs {
  /** The API's own parameter name, or our setting's. */
  readonly name: string;
  /** Its name in a spec or in the search of a spec. */
  readonly property: string;
  readonly kind: ColumnKind;
  /** What a cell may hold, as a phrase that follows "expected". */
  readonly expected: string;
  /** The only words allowed, for the kinds "enum" and "enum list"; else empty. */
  readonly options: readonly string[];
}

const SLUG_EXPECTED = "a name of small letters, digits, dashes and underscores, at most 64 characters";

function toColumn(name: string, schema: z.ZodType): SpecColumn {
  const meta = columnDocs.get(schema);
  if (meta === undefined) throw new Error(`column ${name} has no help`);
  const options = optionsOf(schema instanceof z.ZodArray ? schema.element : schema);
  return Object.freeze({
    ...meta,
    name,
    property: meta.role === "setting" ? toPropertyName(name) : name,
    options,
    kind: kindOf(schema),
    expected: name === "spec" ? SLUG_EXPECTED : expectedOf(schema),
  });
}

function kindOf(schema: unknown): ColumnKind {
  if (schema instanceof z.ZodArray) {
    if (schema.element instanceof z.ZodString) return "list";
    return schema.element instanceof z.ZodEnum ? "enum list" : "object list";
  }
  if (schema instanceof z.ZodNumber) return "integer";
  if (schema instanceof z.ZodBoolean) return "boolean";
  return schema instanceof z.ZodEnum ? "enum" : "text";
}

function optionsOf(schema: unknown): readonly string[] {
  return schema instanceof z.ZodEnum ? schema.options.map(String) : [];
}

/** Says what the schema takes: the same words in help, problems and documents. */
function expectedOf(schema: unknown): string {
  if (schema instanceof z.ZodArray) return expectedList(schema);
  if (schema instanceof z.ZodNumber) return `a whole number from ${schema.minValue} to ${schema.maxValue}`;
  if (schema instanceof z.ZodBoolean) return "true or false (also yes, no, 1, 0)";
  if (schema instanceof z.ZodEnum) return `one of ${optionsOf(schema).join(", ")}`;
  return schema instanceof z.ZodString ? `text of at most ${schema.maxLength} characters` : "text";
}

function expectedList(list: z.ZodArray): string {
  const most = maxLengthOf(list);
  if (list.element instanceof z.ZodEnum)
    return `some of ${optionsOf(list.element).join(", ")}, separated by |`;
  if (!(list.element instanceof z.ZodString)) return `a JSON array of at most ${most} objects`;
  return `at most ${most} values, separated by |`;
}

function maxLengthOf(list: z.ZodArray): number {
  const check = list.def.checks?.find(
    (each): each is z.core.$ZodCheckMaxLength => each._zod.def.check === "max_length",
  );
  return check === undefined ? Number.POSITIVE_INFINITY : check._zod.def.maximum;
}

const { spec, ...otherSettings } = settingShape;

/** Every column of a CSV of specs: the slug, then the search in the order of the reference page, then the other settings. */
export const SPEC_COLUMNS: readonly SpecColumn[] = Object.freeze(
  Object.entries({ spec, ...searchShape, ...otherSettings }).map(([name, schema]) => toColumn(name, schema)),
);

const BY_NAME: ReadonlyMap<string, SpecColumn> = new Map(SPEC_COLUMNS.map((column) => [column.name, column]));

/** The column of that exact name, or undefined. */
export function specColumn(name: string): SpecColumn | undefined {
  return BY_NAME.get(name);
}

/** `budget_credits` to `budgetCredits`: the one rule between a setting's column and its property. */
function toPropertyName(column: string): string {
  return column.replace(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase());
}

/** `budgetCredits` to `budget_credits`. */
export function toColumnName(property: string): string {
  return property.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}
