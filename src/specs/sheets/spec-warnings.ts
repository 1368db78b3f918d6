import { isPlainObject } from "../../values/json.ts";
import { nearest } from "../../values/nearest.ts";
import { quoteValue } from "../../values/text.ts";
import { type ColumnValues, columnValues } from "../column-values.ts";
import { contradictions } from "../contradictions.ts";
import type { Spec } from "../spec.ts";
import { SPEC_COLUMNS, type SpecColumn } from "../spec-columns.ts";
import { corruptedRange } from "./cells/spreadsheet-date.ts";

/** Something likely to be a mistake in a spec; it never stops anything. */
export interface SpecWarning {
  readonly column: string;
  readonly message: string;
}

/** Worst price of a page in credits where nothing else is configured. */
const PAGE_CREDITS = 25;
/** What UTF-8 read as Windows-1252 looks like. */
const TWICE_ENCODED = /[ÃÂ][\u0080-\u00BF]|â€/u;

const NOTHING: readonly SpecWarning[] = [];
const NO_COLUMNS: ReadonlySet<string> = new Set();
const TEXT_COLUMNS = SPEC_COLUMNS.filter(
  ({ kind }) => kind === "text" || kind === "list" || kind === "object list",
);

export interface WarningOptions {
  /** Worst price of a page in credits. */
  readonly pageCredits?: number;
  /** Columns that hold something unreadable, so that nothing is said of their absence. */
  readonly unread?: ReadonlySet<string>;
}

/** Warnings about one spec by itself. */
export function specWarnings(spec: Spec, options: WarningOptions = {}): SpecWarning[] {
  return valueWarnings(columnValues(spec), options);
}

/** Warnings about the values of a spec, which may be incomplete. */
export function valueWarnings(values: ColumnValues, options: WarningOptions = {}): SpecWarning[] {
  const { pageCredits = PAGE_CREDITS, unread = NO_COLUMNS } = options;
  return [
    ...TEXT_COLUMNS.flatMap((column) => columnWarnings(column, values.get(column.name))),
    ...contradictions(values).filter(({ absent }) => !absent.some((column) => unread.has(column))),
    ...budgetWarnings(values, pageCredits),
  ].map(({ column, message }) => ({ column, message }));
}

function columnWarnings(column: SpecColumn, value: unknown): readonly SpecWarning[] {
  if (value === undefined) return NOTHING;
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const messages = values.flatMap((item) => {
    if (isPlainObject(item)) return objectMessages(column, item);
    return typeof item === "string" ? textMessages(column, item) : [];
  });
  return messages.map((message) => ({ column: column.name, message }));
}

function textMessages(column: SpecColumn, text: string): string[] {
  const messages: string[] = [];
  if (TWICE_ENCODED.test(text)) {
    messages.push(`${quoteValue(text)} looks like text read in the wrong encoding; type it again`);
  }
  if (column.kind !== "list") return messages;
  if (text.includes(";") || (text.includes(",") && column.place !== true)) {
    messages.push(`${quoteValue(text)} is taken as one value; several values are separated by |`);
  }
  const unknown = column.known === undefined ? null : unknownMessage(text, column.known);
  return unknown === null ? messages : [...messages, unknown];
}

function unknownMessage(text: string, known: readonly string[]): string | null {
  if (known.includes(text)) return null;
  const shown = quoteValue(text);
  const date = known.every((value) => /^[\d_]+$/u.test(value)) ? corruptedRange(text, known) : null;
  if (date !== null) {
    const made = `${shown} looks like a date that a spreadsheet made of ${date.range ?? "a range"}`;
    return `${made}; format the column as text and write ${date.range ?? `a range such as ${known[0]}`}`;
  }
  const meant = nearest(text, known);
  const advice = meant === null ? `known values are ${known.join(", ")}` : `did you mean ${meant}?`;
  return `${shown} is none of the known values, though it is sent as it is; ${advice}`;
}

function objectMessages(column: SpecColumn, object: Readonly<Record<string, unknown>>): string[] {
  const keys = column.knownKeys ?? {};
  return Object.entries(object).flatMap(([key, item]) => {
    const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (known === undefined) return unknownMessage(key, Object.keys(keys)) ?? [];
    if (known.length === 0) return [];
    const items: readonly unknown[] = Array.isArray(item) ? item : [item];
    return items.flatMap((each) =>
      typeof each === "string" ? (unknownMessage(each, known) ?? []) : notText(key, each, known),
    );
  });
}

function notText(key: string, value: unknown, known: readonly string[]): string[] {
  if (value === null) return [];
  return [`${key} is ${quoteValue(value)}, none of the known values; known values are ${known.join(", ")}`];
}

function budgetWarnings(values: ColumnValues, pageCredits: number): SpecWarning[] {
  return ["budget_credits", "lifetime_credits"].flatMap((column) => {
    const credits = values.get(column);
    if (typeof credits !== "number" || credits >= pageCredits) return [];
    const message = `${credits} credits are less than a page may cost (${pageCredits}), so nothing is bought; write ${pageCredits} or more`;
    return [{ column, message }];
  });
}
