/** Matches a surrogate only where it stands alone: in `u` mode a pair is one character of another class. */
const LONE_SURROGATE = /\p{Surrogate}/gu;
const NULL_CHARACTER = /\0/gu;

/**
 * Text that Postgres and UTF-8 can hold: U+0000 is taken out, a lone surrogate becomes U+FFFD, white space at both ends
 * goes. Everything else stays as it came, emoji and right-to-left marks included.
 */
export function cleanText(text: string): string {
  return text.replace(NULL_CHARACTER, "").replace(LONE_SURROGATE, "\uFFFD").trim();
}
