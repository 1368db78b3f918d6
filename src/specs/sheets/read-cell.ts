import type { SpecProblem } from "../../values/errors.ts";
import { quoteValue } from "../../values/text.ts";
import type { SpecColumn } from "../spec-columns.ts";
import { unescapeFormula } from "./formula-guard.ts";

/** What a cell says: a value for `parseSpec` (undefined: nothing), or why it says nothing readable. */
export type ParsedCell = { readonly value: unknown } | { readonly problem: SpecProblem };

const NOTHING: ParsedCell = { value: undefined };
const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["0", false],
]);

/**
 * Turns the text of a cell into a value of the column's kind. What does not convert stays text: the column's schema
 * refuses it with the words that fit, and only broken JSON is refused here.
 */
export function readCell(column: SpecColumn, cell: string): ParsedCell {
  const text = unescapeFormula(cell).trim();
  if (text === "") return NOTHING;
  switch (column.kind) {
    case "text":
      return { value: text };
    case "integer":
      return { value: /^[+-]?\d{1,15}$/u.test(text) ? Number(text) : text };
    case "boolean":
      return { value: TRUTHS.get(text.toLowerCase()) ?? text };
    case "enum":
      return { value: toOption(column, text) };
    case "list":
    case "enum list":
      return readList(column, text);
    case "object list":
      return readJson(column, text.startsWith("{") ? `[${text}]` : text);
  }
}

function readList(column: SpecColumn, text: string): ParsedCell {
  if (text.startsWith("[")) return readJson(column, text);
  const values = text
    .replaceAll("\n", "|")
    .split("|")
    .filter((value) => value.trim() !== "");
  return { value: column.kind === "list" ? values : values.map((value) => toOption(column, value)) };
}

/** Forgives case, spaces and dashes in a word of a closed list. */
function toOption(column: SpecColumn, text: string): string {
  const folded = text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/gu, "_");
  return column.options.includes(folded) ? folded : text.trim();
}

function readJson(column: SpecColumn, text: string): ParsedCell {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return { value };
  } catch {
    return { problem: brokenJson(column, text) };
  }
  return { problem: brokenJson(column, text) };
}

function brokenJson(column: SpecColumn, text: string): SpecProblem {
  const isList = column.kind !== "object list";
  return {
    column: column.name,
    found: quoteValue(text),
    expected: isList ? "values separated by |, or a JSON array" : column.expected,
    fix: isList
      ? 'separate the values by |, or write valid JSON such as ["SaaS","SQL"]'
      : `write valid JSON, as in ${column.example}`,
  };
}
