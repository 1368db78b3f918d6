import type { SpecProblem } from "../../../values/errors.ts";
import { normalizeText, quoteValue } from "../../../values/text.ts";
import type { SpecColumn } from "../../spec-columns.ts";
import { findTextProblem } from "../../text-problem.ts";
import { isMissingWord } from "./missing-words.ts";
import { corruptedRange, isSpreadsheetDate, joinedRange } from "./spreadsheet-date.ts";

/** Values of a list, or what is wrong with them. */
export interface ListValues {
  readonly values: readonly string[];
  readonly problems: readonly SpecProblem[];
}

/** Columns whose values hold no comma, so that a comma separates. Other columns may hold one, as in "Paris, France". */
const WITHOUT_COMMAS = new Set([
  "seniority",
  "skills",
  "domain",
  "company_size",
  "years_of_experience",
  "years_in_current_role",
  "data_types",
  "output_fields",
]);
const QUOTED_PHRASE = /"[^"]*"/gu;
const DOMAIN = /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u;
const QUOTES = /^(?:[“„‟«»”]([^“„‟«»”]*)[“”‟«»]|[‘‚‛‹]([^‘‚‛‹›’]*)[’‘›])$/u;
/** A line break or a tab as two characters, which Miller and some databases write. */
const WRITTEN_BREAK = /\\[nrt]/u;

/**
 * Reads one value of a list as a sheet has it, between two separators. Most become one value; commas separate where
 * the values of the column are known and each part is one of them.
 */
export function readListValue(column: SpecColumn, written: string): ListValues {
  const text = withoutCurlyQuotes(written.trim());
  const parts = splitAtCommas(column, text);
  if (parts !== null) {
    const read = parts.map((part) => readListValue(column, part));
    return {
      values: read.flatMap(({ values }) => values),
      problems: read.flatMap(({ problems }) => problems),
    };
  }
  const problem = listValueProblem(column, text);
  if (problem !== null) return { values: [], problems: [problem] };
  return { values: [withoutDecimals(column, text)], problems: [] };
}

/** The text between curly or angle quotes that stand round all of it. */
export function withoutCurlyQuotes(text: string): string {
  const quoted = QUOTES.exec(text);
  return quoted === null ? text : (quoted[1] ?? quoted[2] ?? "").trim();
}

/** `write a | b, or ["a, b"] if …`: how a value is written that is meant as it is. */
export function meantAsIs(text: string): string {
  return `if ${quoteValue(text)} itself is meant, write ${quoteValue(JSON.stringify([text])).slice(1, -1)}`;
}

function listValueProblem(column: SpecColumn, text: string): SpecProblem | null {
  const problem = (found: string, expected: string, fix: string): SpecProblem => ({
    column: column.name,
    found,
    expected,
    fix: `${fix}; ${meantAsIs(text)}`,
  });
  const shown = quoteValue(text);
  if (isMissingWord(text))
    return problem(
      `${shown}, which stands for a missing value`,
      "a value, or an empty cell",
      "leave the cell empty",
    );
  // The schema of the column refuses formulas and unreadable characters in its own words.
  if (findTextProblem(normalizeText(text)) !== null) return null;
  if (WRITTEN_BREAK.test(text))
    return problem(
      `${shown} with a line break written as two characters`,
      column.expected,
      `write ${quoteValue(text.split(WRITTEN_BREAK).join(" | "))}`,
    );
  const date = dateProblem(column, text);
  if (date !== null) return date;
  const separator = WITHOUT_COMMAS.has(column.name)
    ? /[,;]/u.exec(text.replace(QUOTED_PHRASE, ""))?.[0]
    : undefined;
  if (separator === undefined) return null;
  return problem(
    `${shown} with a ${separator === "," ? "comma" : "semicolon"} inside`,
    column.expected,
    `write ${quoteValue(text.split(/\s*[,;]\s*/u).join(" | "))}`,
  );
}

/** What a spreadsheet or another program made of a value that looked like a date or a number. */
function dateProblem(column: SpecColumn, text: string): SpecProblem | null {
  const shown = quoteValue(text);
  const known = rangesOf(column);
  if (known.length > 0 && !known.includes(text)) {
    const date = corruptedRange(text, known);
    const range = date === null ? joinedRange(text, known) : date.range;
    if (date === null && range === null) return null;
    const made = date === null ? "a number that was made" : "a date that a spreadsheet made";
    return {
      column: column.name,
      found: `${shown}, ${made} of ${range ?? "a range"}`,
      expected: `values such as ${known.slice(0, 3).join(", ")}`,
      fix: `format the column as text and write ${range ?? `a range such as ${known[0]}`}`,
    };
  }
  if (column.name === "tags" || !isSpreadsheetDate(text)) return null;
  return {
    column: column.name,
    found: `${shown}, a date that a spreadsheet made of something else`,
    expected: `${column.expected}, none of them a date`,
    fix: `format the column as text and write the value again; ${meantAsIs(text)}`,
  };
}

/** The known values of a column of ranges such as 11_50; empty for other columns. */
function rangesOf(column: SpecColumn): readonly string[] {
  const known = column.known ?? [];
  return known.every((value) => /^[\d_]+$/u.test(value)) ? known : [];
}

function splitAtCommas(column: SpecColumn, text: string): string[] | null {
  if (!/[,;]/u.test(text)) return null;
  const parts = text.split(/[,;]/u).map((part) => part.trim());
  const words = [...(column.known ?? []), ...column.options].map(foldWord);
  const isKnown = (part: string) => words.includes(foldWord(part));
  const filled = parts.filter((part) => part !== "");
  const separates =
    column.name === "domain" ? filled.every((part) => DOMAIN.test(part)) : filled.every(isKnown);
  return separates && filled.length > 0 ? filled : null;
}

function foldWord(word: string): string {
  return word.toLowerCase().replace(/[\s_-]+/gu, "_");
}

/** pandas writes 10 as 10.0 where a cell of the column is empty. */
function withoutDecimals(column: SpecColumn, text: string): string {
  const whole = /^(\d+)[.,]0+$/u.exec(text)?.[1];
  return whole !== undefined && rangesOf(column).includes(whole) ? whole : text;
}
