import type { SpecProblem } from "../../../values/errors.ts";
import { hasInvisible } from "../../../values/invisible.ts";
import { quoteValue } from "../../../values/text.ts";
import type { SpecColumn } from "../../spec-columns.ts";
import { type CellStyle, PLAIN_STYLE } from "./cell-style.ts";
import { isMissingWord } from "./missing-words.ts";
import { readProgramList } from "./program-list.ts";
import { readBoolean } from "./read-boolean.ts";
import { readListValue, withoutCurlyQuotes } from "./read-list-value.ts";
import { readNumber } from "./read-number.ts";
import { isSpreadsheetDate } from "./spreadsheet-date.ts";

/** What a cell says: a value for `parseSpec` (undefined: nothing), or why it says nothing readable. */
export type ParsedCell = { readonly value: unknown } | { readonly problems: readonly SpecProblem[] };

const NOTHING: ParsedCell = { value: undefined };
/** Texts that may well be a date. */
const KNOWS_DATES = new Set(["notes", "owner", "spec"]);

/**
 * Turns the text of a cell, without formula guard and invisible characters, into a value of the column's kind. What
 * does not convert stays text: the column's schema refuses it with the words that fit. Refused here is what would
 * convert and yet is not meant: words for a missing value, lists in the notation of other programs, dates that a
 * spreadsheet made, numbers and booleans with two readings.
 */
export function readCell(column: SpecColumn, cell: string, style: CellStyle = PLAIN_STYLE): ParsedCell {
  const text = cell.trim();
  if (text === "") return NOTHING;
  if (isMissingWord(text)) return refuse(missingValue(column, text));
  switch (column.kind) {
    case "text":
      return readText(column, text);
    case "integer":
      return readInteger(column, text, style);
    case "boolean":
      return readFlag(column, text, style);
    case "enum":
      return { value: toOption(column, text) };
    case "list":
    case "enum list":
      return readList(column, text);
    case "object list":
      return readJson(column, text.startsWith("{") ? `[${text}]` : text);
  }
}

function refuse(problem: SpecProblem): ParsedCell {
  return { problems: [problem] };
}

function missingValue(column: SpecColumn, text: string): SpecProblem {
  const isText = column.kind === "text" || column.kind === "list";
  const meant = column.kind === "list" ? JSON.stringify([text]) : JSON.stringify(text);
  return {
    column: column.name,
    found: `${quoteValue(text)}, which stands for a missing value`,
    expected: `${column.expected}, or an empty cell`,
    fix: isText
      ? `leave the cell empty; if ${quoteValue(text)} itself is meant, write ${meant}`
      : "leave the cell empty",
  };
}

/** Text in quotes is the text within where it would be refused without them. */
function readText(column: SpecColumn, text: string): ParsedCell {
  const quoted = parseQuoted(text);
  if (quoted !== null && !isPlainText(column, quoted)) return { value: quoted };
  const value = withoutCurlyQuotes(text);
  if (/\\[nr]/u.test(value) && column.name === "keyword") {
    return refuse({
      column: column.name,
      found: `${quoteValue(value)} with a line break written as two characters`,
      expected: column.expected,
      fix: `write ${quoteValue(value.split(/\\[nr]/u).join(" "))}`,
    });
  }
  if (!KNOWS_DATES.has(column.name) && isSpreadsheetDate(value)) {
    return refuse({
      column: column.name,
      found: `${quoteValue(value)}, a date that a spreadsheet made of something else`,
      expected: `${column.expected}, not a date`,
      fix: `format the column as text and write the value again; if ${quoteValue(value)} itself is meant, write ${JSON.stringify(value)} with the quotes`,
    });
  }
  return { value };
}

/** True for a text that its cell can hold as it is; any other goes into quotes, as JSON. */
export function isPlainText(column: SpecColumn, text: string): boolean {
  if (hasInvisible(text)) return false;
  const read = readCell(column, text);
  return "value" in read && read.value === text;
}

function parseQuoted(text: string): string | null {
  if (!/^"[\s\S]+"$/u.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : null;
  } catch {
    return null;
  }
}

function readInteger(column: SpecColumn, text: string, style: CellStyle): ParsedCell {
  const read = readNumber(text, style.commaDecimals);
  if ("value" in read) return { value: read.value };
  const [reading, other] = read.readings;
  if (reading === undefined && !isSpreadsheetDate(text)) return { value: text };
  const shown = quoteValue(text);
  if (reading === undefined) {
    const found = `${shown}, a date that a spreadsheet made of something else`;
    return refuse({
      column: column.name,
      found,
      expected: column.expected,
      fix: "format the column as a number and write the number",
    });
  }
  const fix = other === undefined ? `write ${reading}` : `write ${reading} or ${other}, whichever is meant`;
  const found = other === undefined ? shown : `${shown}, which may be ${reading} or ${other}`;
  return refuse({ column: column.name, found, expected: column.expected, fix });
}

function readFlag(column: SpecColumn, text: string, style: CellStyle): ParsedCell {
  const read = readBoolean(text, style.booleans);
  if ("value" in read) return { value: read.value };
  const [reading, other] = read.readings;
  if (reading === undefined) return { value: text };
  const others = style.booleans.words.filter((word) => word.toLowerCase() !== text.toLowerCase());
  const mixed =
    others.length === 0
      ? ""
      : ` beside ${others.slice(0, 3).map(quoteValue).join(", ")}: no language has them all`;
  return refuse({
    column: column.name,
    found:
      other === undefined ? `${quoteValue(text)}${mixed}` : `${quoteValue(text)}, which may be true or false`,
    expected: column.expected,
    fix: other === undefined ? `write ${reading}` : "write true or false, whichever is meant",
  });
}

function readList(column: SpecColumn, text: string): ParsedCell {
  const list = readProgramList(text);
  if (text.startsWith("[") && (list === null || isJsonArray(text))) return readJson(column, text);
  if (list !== null) return refuse(programList(column, text, list.language, list.values));
  const read = text
    .split(/[|\n\u2028\u2029]/u)
    .filter((value) => value.trim() !== "")
    .map((value) => readListValue(column, value));
  const problems = read.flatMap((value) => value.problems);
  if (problems.length > 0) return { problems };
  const values = read.flatMap((value) => value.values);
  return { value: column.kind === "list" ? values : values.map((value) => toOption(column, value)) };
}

function programList(
  column: SpecColumn,
  text: string,
  language: string,
  values: readonly string[],
): SpecProblem {
  const plain = values.some((value) => value.includes("|")) ? JSON.stringify(values) : values.join(" | ");
  return {
    column: column.name,
    found: `${quoteValue(text)}, ${language}`,
    expected: column.expected,
    fix: values.length === 0 ? "leave the cell empty" : `write ${plain}`,
  };
}

/** Forgives case, spaces and dashes in a word of a closed list. */
function toOption(column: SpecColumn, text: string): string {
  const folded = text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/gu, "_");
  return column.options.includes(folded) ? folded : text.trim();
}

function isJsonArray(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

function readJson(column: SpecColumn, text: string): ParsedCell {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return { value };
  } catch {
    return refuse(brokenJson(column, text));
  }
  return refuse(brokenJson(column, text));
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
