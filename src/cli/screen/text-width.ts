import stringWidth from "string-width";

const graphemes = new Intl.Segmenter("en");
/** A character of several letters, such as those of Thai and Devanagari, which terminals draw side by side. Hangul is drawn in one block. */
const SEVERAL_LETTERS = /^\P{L}*(?!\p{Script=Hangul})\p{L}.*\p{L}/su;

/** Returns how many columns of a terminal a text takes. It must not hold line breaks or tabs. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7E]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += widthOfCharacter(segment);
  return width;
}

/** Pads a text with blanks to a number of columns, on the right or, for numbers, on the left. */
export function padTo(text: string, width: number, align: "left" | "right" = "left"): string {
  const blanks = " ".repeat(Math.max(width - widthOf(text), 0));
  return align === "left" ? text + blanks : blanks + text;
}

/** Cuts a text at the end of a character, so that it takes at most `max` columns with the sign that says so. */
export function cutTo(text: string, max: number): string {
  if (widthOf(text) <= max) return text;
  let kept = "";
  let width = 1;
  for (const { segment } of graphemes.segment(text)) {
    width += widthOfCharacter(segment);
    if (width > max) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Cuts the middle out of a text, so that names which end differently stay apart; it takes at most `max` columns. */
export function shortenTo(text: string, max: number): string {
  if (widthOf(text) <= max) return text;
  const characters = [...graphemes.segment(text)].map(({ segment }) => segment);
  const room = max - 1;
  const head = takeWithin(characters, Math.ceil(room / 2));
  const tail = takeWithin(characters.reverse(), room - widthOf(head.join(""))).reverse();
  return `${head.join("")}…${tail.join("")}`;
}

function takeWithin(characters: readonly string[], width: number): string[] {
  let left = width;
  const end = characters.findIndex((character) => {
    left -= widthOfCharacter(character);
    return left < 0;
  });
  return characters.slice(0, end === -1 ? characters.length : end);
}

function widthOfCharacter(character: string): number {
  if (!SEVERAL_LETTERS.test(character)) return stringWidth(character);
  return [...character].reduce((sum, sign) => sum + stringWidth(sign), 0);
}
