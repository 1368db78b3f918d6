/**
 * What a spreadsheet may run as a formula: one of = + - @ (full-width and small forms too) after any blanks, or a
 * leading tab, line break or NUL, also after control signs, which are taken out later. Apostrophes before it count, so
 * that escaping and unescaping undo each other exactly.
 */
const RISKY = /^'*(?:\p{C}*[\t\r\n\0]|[\p{Z}\p{C}]*[=+\-@＝＋－＠﹦﹢﹣﹫])/u;
/** Characters at which a spreadsheet set to other separators ends the cell or the row, by the delimiter of the file. */
const CELL_ENDS = { ",": /[;\t\r\n]/u, ";": /[,;\t\r\n]/u, "\t": /[,;\t\r\n]/u } as const;
/** What may stand between such a character and a formula. */
const BLANK = /[\p{Z}\p{C}"]/u;
const FORMULA_SIGN = /[=+\-@＝＋－＠﹦﹢﹣﹫]/u;

/** Puts an apostrophe before a text that a spreadsheet could run. */
export function escapeFormula(text: string): string {
  return RISKY.test(text) ? `'${text}` : text;
}

/**
 * As `escapeFormula`, and also where the text would be cut into cells: where semicolons separate lists, as in French or
 * German, a spreadsheet that opens a file with commas ignores quotes that do not begin its cell. Cannot be undone.
 */
export function escapeCell(text: string, delimiter: keyof typeof CELL_ENDS = ","): string {
  const cellEnd = CELL_ENDS[delimiter];
  return escapeFormula(cellEnd.test(text) ? escapeWithin(text, cellEnd) : text);
}

/**
 * Puts an apostrophe before each sign of a formula that follows the end of a cell. It looks at one character after the other: an
 * expression would start anew at every line break of a run of them, and take quadratic time on a hostile text.
 */
function escapeWithin(text: string, cellEnd: RegExp): string {
  const parts: string[] = [];
  let isAtStart = false;
  let [from, at] = [0, 0];
  for (const character of text) {
    if (cellEnd.test(character)) isAtStart = true;
    else if (isAtStart && !BLANK.test(character)) {
      isAtStart = false;
      if (FORMULA_SIGN.test(character)) {
        parts.push(text.slice(from, at));
        from = at;
      }
    }
    at += character.length;
  }
  return [...parts, text.slice(from)].join("'");
}

/** Takes back exactly what `escapeFormula` added. */
export function unescapeFormula(text: string): string {
  return text.startsWith("'") && RISKY.test(text) ? text.slice(1) : text;
}
