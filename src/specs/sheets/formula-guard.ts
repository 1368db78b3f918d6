/**
 * What a spreadsheet may run as a formula: one of = + - @ (full-width and small forms too) after any blanks, or a
 * leading tab, line break or NUL. Apostrophes before it count, so that escaping and unescaping undo each other exactly.
 */
const RISKY = /^'*(?:[\t\r\n\0]|[\p{Z}\p{C}]*[=+\-@＝＋－＠﹦﹢﹣﹫])/u;
/** The same behind a character at which a spreadsheet set to other separators ends the cell or the row, and any quotes. */
const RISKY_WITHIN = /([;\t\r\n][\p{Z}\p{C}"]*)(?=[=+\-@＝＋－＠﹦﹢﹣﹫])/gu;

/** Puts an apostrophe before a text that a spreadsheet could run. */
export function escapeFormula(text: string): string {
  return RISKY.test(text) ? `'${text}` : text;
}

/**
 * As `escapeFormula`, and also where the text would be cut into cells: where semicolons separate lists, as in French or
 * German, a spreadsheet that opens a file with commas ignores quotes that do not begin its cell. Cannot be undone.
 */
export function escapeCell(text: string): string {
  return escapeFormula(text.replace(RISKY_WITHIN, "$1'"));
}

/** Takes back exactly what `escapeFormula` added. */
export function unescapeFormula(text: string): string {
  return text.startsWith("'") && RISKY.test(text) ? text.slice(1) : text;
}
