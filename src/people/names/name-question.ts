import { toNameChunks } from "./name-parts.ts";

/** What a typed name asks for. */
export interface NameQuestion {
  /** Words that the name must contain, in any order, as they were typed. */
  readonly words: readonly string[];
  /** Spellings without blanks, one of which the name without blanks may be instead: Chinese, Japanese and Korean names. */
  readonly spellings: readonly string[];
}

const EAST_ASIAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}々ー]{2,8}$/u;

/**
 * Reads a name that was typed: "Halvard, Dorte" asks for the same people as "Dorte Halvard", and emoji, titles and degrees do
 * not count. A name in one piece such as 山田太郎 also finds 太郎 山田.
 */
export function readNameQuestion(typed: string): NameQuestion {
  const words = toNameChunks(typed.normalize("NFKC"))
    .flatMap((chunk) => chunk.split(/[^\p{L}\p{M}\p{N}]+/u))
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const together = words.join("");
  return { words: [...new Set(words)], spellings: EAST_ASIAN.test(together) ? rotationsOf(together) : [] };
}

function rotationsOf(text: string): string[] {
  const letters = [...text];
  return letters.map((_, index) => [...letters.slice(index), ...letters.slice(0, index)].join(""));
}
