/** Signs that only end a line or move to the next one: vertical tab, form feed, NEL, the separators of Unicode, a lone CR. */
const LINE_ENDS = /[\v\f\u0085\u2028\u2029]|\r(?!\n)/gu;
/**
 * Signs by which a text could command a terminal or deceive its reader: the control codes C0 (with ESC and BEL) and C1 but tab
 * and line break, and the signs that turn the direction of writing around (U+202A to U+202E, U+2066 to U+2069).
 */
const CONTROLS = /(?![\t\n\r])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu;
/** The same signs, for texts that must be read back as they are. JSON.stringify escapes the codes of C0 itself. */
const UNSAFE_IN_JSON = /(?![\t\n\r])\p{Cc}|[\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/** Returns a text that may go to a terminal or into a file that is shown: without controls; line breaks and tabs stay. */
export function toPrintable(text: string): string {
  return text.replace(LINE_ENDS, " ").replace(CONTROLS, "");
}

/** As `toPrintable`, on one line: a space stands for every run of signs that end a line or move the cursor. */
export function toPrintableLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu, " ");
}

/** Returns a value as JSON whose text may go to a terminal and is one line to every program: unsafe signs are escaped. */
export function toPrintableJson(value: unknown, indent?: number): string {
  return escapeJson(JSON.stringify(value, null, indent) ?? "null");
}

/** As `toPrintableJson`, of a text that is JSON. */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE_IN_JSON, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
