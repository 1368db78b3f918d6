/** Signs that there is something to tidy: a blank beside a quote, or a curly quote. */
const UNTIDY = /[^\S\n]"|"[^\S\n]|[“„‟«»]/u;
const BLANKS = /[^\S\n]*/uy;
const CURLY = /[“„‟«»”]([^“„‟«»”\n]*)[“”‟«»]/uy;

/**
 * Makes a CSV regular where people type it: drops blanks between a separator and a quoted cell, and takes curly quotes
 * round a whole cell for quotes. Cells that are quoted in part stay as they are, and no line is added or lost.
 */
export function tidyQuotes(text: string, delimiter: string): string {
  if (!UNTIDY.test(text)) return text;
  const parts: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const cell =
      quotedCell(text, at, delimiter) ?? curlyCell(text, at, delimiter) ?? plainCell(text, at, delimiter);
    parts.push(cell.text, text.charAt(cell.end));
    at = cell.end + 1;
  }
  return parts.join("");
}

interface Cell {
  readonly text: string;
  /** Where the separator, the line break or the end of the text stands. */
  readonly end: number;
}

/** A cell in straight quotes with nothing but blanks round them; null where it is another. */
function quotedCell(text: string, start: number, delimiter: string): Cell | null {
  const open = afterBlanks(text, start, delimiter);
  if (text[open] !== '"') return null;
  const close = closingQuote(text, open + 1);
  if (close < 0) return null;
  const end = afterBlanks(text, close + 1, delimiter);
  return isEnd(text, end, delimiter) ? { text: text.slice(open, close + 1), end } : null;
}

/** The quote that ends a cell: doubled ones are part of it. -1 where there is none. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function curlyCell(text: string, start: number, delimiter: string): Cell | null {
  CURLY.lastIndex = afterBlanks(text, start, delimiter);
  const match = CURLY.exec(text);
  if (match === null) return null;
  const end = afterBlanks(text, CURLY.lastIndex, delimiter);
  if (!isEnd(text, end, delimiter)) return null;
  return { text: `"${(match[1] ?? "").trim().replaceAll('"', '""')}"`, end };
}

/** Up to the next separator; a cell that starts with a quote which does not end it takes the rest of the text along. */
function plainCell(text: string, start: number, delimiter: string): Cell {
  if (text[start] === '"') return { text: text.slice(start), end: text.length };
  let end = start;
  while (!isEnd(text, end, delimiter)) end += 1;
  return { text: text.slice(start, end), end };
}

function afterBlanks(text: string, at: number, delimiter: string): number {
  if (delimiter === "\t") {
    let end = at;
    while (text[end] === " " || text[end] === "\u00A0") end += 1;
    return end;
  }
  BLANKS.lastIndex = at;
  BLANKS.exec(text);
  return BLANKS.lastIndex;
}

function isEnd(text: string, at: number, delimiter: string): boolean {
  return at >= text.length || text[at] === "\n" || text[at] === delimiter;
}
