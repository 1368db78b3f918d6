/**
 * Text that Postgres and UTF-8 can hold: U+0000 is taken out, a lone surrogate becomes U+FFFD, white space at both ends
 * goes. Everything else stays as it came, emoji and right-to-left marks included.
 */
export function cleanText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed().trim();
}
