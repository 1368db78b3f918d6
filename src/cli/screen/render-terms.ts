import { toPrintableLine } from "../../values/printable-text.ts";
import { padTo, widthOf } from "./text-width.ts";

export interface Term {
  readonly term: string;
  readonly meaning: string;
}

const INDENT = "  ";
/** A longer term has its meaning on the next line, so that the others keep their space. */
const WIDEST_TERM = 44;
const NARROWEST_MEANING = 20;

/**
 * Lists terms with their meanings beside them; each line ends with a line break.
 * @param width columns of the terminal, over which lines are broken between words
 */
export function renderTerms(terms: readonly Term[], width: number): string {
  const printable = terms.map(({ term, meaning }) => ({
    term: toPrintableLine(term),
    meaning: toPrintableLine(meaning),
  }));
  const widths = printable.map(({ term }) => widthOf(term)).filter((columns) => columns <= WIDEST_TERM);
  const termWidth = Math.max(0, ...widths);
  const start = INDENT.length + termWidth + 2;
  const room = width - start;
  return printable
    .map(({ term, meaning }) => {
      const isLong = widthOf(term) > termWidth;
      if (room < NARROWEST_MEANING || isLong)
        return `${INDENT}${term}\n${wrap(meaning, Math.max(NARROWEST_MEANING, width - 6))
          .map((line) => `      ${line}\n`)
          .join("")}`;
      const [first = "", ...more] = wrap(meaning, room);
      const head = `${INDENT}${padTo(term, termWidth, "left")}  ${first}`.trimEnd();
      return [head, ...more.map((line) => " ".repeat(start) + line)].map((line) => `${line}\n`).join("");
    })
    .join("");
}

/** Breaks a text between words; a word that is longer than a line keeps a line of its own. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").filter((part) => part !== "")) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
