/** Quotes, brackets and punctuation that surround an address in a sentence or a mail header. */
const OPENING = /[\s<([{"'«“‘„]/u;
const CLOSING = /[\s>)\]}"'»”’.,;:!?]/u;

/** Returns a text in one Unicode form (NFKC), without invisible characters such as U+200B and marks of direction. */
export function toPlainText(written: string): string {
  return written
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/\p{Cc}/gu, " ")
    .trim();
}

/**
 * Returns an address without the brackets, quotes and punctuation of the sentence around it. It looks at one character after
 * the other, because an expression that is anchored at the end alone takes quadratic time on a hostile text.
 */
export function unwrapAddress(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && OPENING.test(text.charAt(start))) start += 1;
  while (end > start && CLOSING.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
