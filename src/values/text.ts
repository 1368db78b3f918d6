/** Invisible characters that copying leaves behind: zero-width space, word joiner, soft hyphen. */
const INVISIBLE = /[\u200B\u2060\u00AD]/gu;
/** Printable ASCII with single spaces, which is already normal. */
const PLAIN = /^[!"$-<>-~][!-~]*(?: [!-~]+)*$/u;
/** The group around the whole makes `split` put every operator at an odd index. */
const OPERATORS = /((?<![\p{L}\p{N}_])(?:AND|OR|NOT)(?![\p{L}\p{N}_]))/u;
const MAX_SHOWN_LENGTH = 60;

/**
 * Returns text as specs store and send it: NFC, without invisible characters, trimmed, each run of white space one
 * space.
 */
export function normalizeText(text: string): string {
  const trimmed = text.trim();
  if (PLAIN.test(trimmed)) return trimmed;
  return text.replace(INVISIBLE, "").normalize("NFC").replace(/\s+/gu, " ").trim();
}

/**
 * Returns a key that is equal for texts that mean the same in a search. It ignores case, except in AND, OR and NOT in
 * capitals: they may be operators (the reference page allows boolean syntax in `skills` and `keyword`, and other fields
 * are likely to allow it). Taking two searches for one is worse than taking one for two.
 */
export function foldCase(text: string): string {
  if (!/AND|OR|NOT/u.test(text)) return text.toLowerCase();
  return text
    .split(OPERATORS)
    .map((part, index) => (index % 2 === 1 ? part : part.toLowerCase()))
    .join("");
}

/**
 * Returns text that Postgres and UTF-8 can hold: without U+0000, each lone surrogate replaced by U+FFFD, trimmed.
 * Everything else stays as it came, emoji and right-to-left marks included.
 */
export function sanitizeText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed().trim();
}

/** Returns a value for a message: quoted, control codes visible, at most about 60 characters. */
export function quoteValue(value: unknown): string {
  const text = typeof value === "string" ? value : describe(value);
  const visible = text.replace(/\s/gu, " ").replace(/[\p{Cc}\p{Cs}]/gu, "\uFFFD");
  return `"${cutCharacters(visible, MAX_SHOWN_LENGTH)}"`;
}

const graphemes = new Intl.Segmenter("en");
/** No more of a text is split into characters; a character that is longer, such as a letter under many marks, is cut. */
const MOST_UNITS_A_CHARACTER = 32;

/** Cuts a text after a whole character, as people see it, so that at most `most` are left with the sign that says so. */
export function cutCharacters(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most * MOST_UNITS_A_CHARACTER);
  const characters = Array.from(graphemes.segment(start), ({ segment }) => segment);
  if (characters.length <= most && start === text) return text;
  return `${characters.slice(0, most - 1).join("")}…`;
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
