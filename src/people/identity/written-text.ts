/** Quotes, brackets and punctuation that surround an address in a sentence or a mail header. */
const OPENING = /^[\s<([{"'«“‘„]+/u;
const CLOSING = /[\s>)\]}"'»”’.,;:!?]+$/u;

/** Returns a text in one Unicode form (NFKC), without invisible characters such as U+200B and marks of direction. */
export function toPlainText(written: string): string {
  return written
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/\p{Cc}/gu, " ")
    .trim();
}

/** Returns an address without the brackets, quotes and punctuation of the sentence around it. */
export function unwrapAddress(text: string): string {
  return text.replace(OPENING, "").replace(CLOSING, "");
}
