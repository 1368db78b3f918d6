/** Characters that copying leaves behind and nobody sees: zero-width space, word joiner, soft hyphen. */
const INVISIBLE = /[\u200B\u2060\u00AD]/gu;
const UNUSABLE = /[\p{Cc}\p{Cs}\uFFFD]/u;
const SPREADSHEET_ERROR = /^#(?:REF!|N\/A|NAME\?|VALUE!|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)$/iu;
/** Most text there is: already canonical, and nothing wrong with it. */
const PLAIN = /^[!"$-<>-~][!-~]*(?: [!-~]+)*$/u;
/** With a group round the whole, so that `split` puts every operator at an odd place. */
const OPERATORS = /((?<![\p{L}\p{N}_])(?:AND|OR|NOT)(?![\p{L}\p{N}_]))/u;
const LONGEST_SHOWN = 60;

/** Text as it is stored and sent: NFC, without invisible characters, trimmed, each run of white space one space. */
export function canonicalText(text: string): string {
  const trimmed = text.trim();
  if (PLAIN.test(trimmed)) return trimmed;
  return text.replace(INVISIBLE, "").normalize("NFC").replace(/\s+/gu, " ").trim();
}

/**
 * Texts with one key mean the same search. Case is ignored but for AND, OR and NOT written in capitals: they may be
 * operators (the reference page allows boolean syntax in `skills` and `keyword`, other fields are likely to), and to
 * take two searches for one is worse than to take one for two.
 */
export function foldCase(text: string): string {
  if (!/AND|OR|NOT/u.test(text)) return text.toLowerCase();
  return text
    .split(OPERATORS)
    .map((part, index) => (index % 2 === 1 ? part : part.toLowerCase()))
    .join("");
}

/** Why a canonical text cannot be part of a spec, or null where it can. Without `expected` its column says it. */
export function textFlaw(text: string): { readonly expected?: string; readonly fix: string } | null {
  if (PLAIN.test(text)) return null;
  if (text === "") return { fix: "write a value or leave the cell empty" };
  if (/^[=＝]/u.test(text)) {
    return {
      expected: "text, not a spreadsheet formula",
      fix: "write the value itself, without the equals sign",
    };
  }
  if (SPREADSHEET_ERROR.test(text)) {
    return {
      expected: "text, not a spreadsheet's error",
      fix: "write the value that the formula should have given",
    };
  }
  if (UNUSABLE.test(text)) {
    return {
      expected: "text of readable characters",
      fix: "type the value again: a character of it was lost or is a control code",
    };
  }
  return null;
}

/** A value for a message: quoted, control codes visible, at most about 60 characters. */
export function showValue(value: unknown): string {
  const text = typeof value === "string" ? value : describe(value);
  const visible = text.replace(/\s/gu, " ").replace(/[\p{Cc}\p{Cs}]/gu, "\uFFFD");
  const letters = [...visible.slice(0, 2 * LONGEST_SHOWN + 2)];
  return `"${letters.length > LONGEST_SHOWN ? `${letters.slice(0, LONGEST_SHOWN - 1).join("")}…` : visible}"`;
}

function describe(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return "a value too deep to show";
  }
}

/** Compares by code units, so that an order never depends on the machine's language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
