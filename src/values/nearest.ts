import { distance } from "fastest-levenshtein";

/** Returns the candidate that `word` begins, else the one that is most similar to `word`, or null if none is close. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const wanted = fold(word).slice(0, 100);
  // The beginning of a number is another number, the beginning of a word is that word cut short.
  const beginning = /\d$/.test(wanted) ? `${wanted}_` : wanted;
  const longer = candidates.filter((candidate) => wanted.length > 2 && fold(candidate).startsWith(beginning));
  if (longer[0] !== undefined) return longer[0];
  let best: string | null = null;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const steps = distance(wanted, fold(candidate));
    if (steps < least) {
      best = candidate;
      least = steps;
    }
  }
  return best;
}

function fold(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/\s+to\s+|[\s\p{Pd}_]+/gu, "_");
}
