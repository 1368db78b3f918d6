/**
 * What a spreadsheet may run as a formula: one of = + - @ (full-width and small forms too) after any blanks, or a
 * leading tab, line break or NUL. Apostrophes before it count, so that arming and disarming undo each other exactly.
 */
const RISKY = /^'*(?:[\t\r\n\0]|[\s\0\u200B-\u200D\u2060]*[=+\-@＝＋－＠﹦﹢﹣﹫])/u;

/** Puts an apostrophe before a text that a spreadsheet could run. */
export function disarmFormula(text: string): string {
  return RISKY.test(text) ? `'${text}` : text;
}

/** Takes back exactly what `disarmFormula` added. */
export function undoDisarm(text: string): string {
  return text.startsWith("'") && RISKY.test(text) ? text.slice(1) : text;
}
