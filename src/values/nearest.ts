/** Returns the candidate that `word` begins, else the one that is most similar to `word`, or null if none is close. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const wanted = fold(word).slice(0, 100);
  // The beginning of a number is another number, the beginning of a word is that word cut short.
  const beginning = /\d$/.test(wanted) ? `${wanted}_` : wanted;
  const longer = candidates.filter((candidate) => wanted.length > 2 && fold(candidate).startsWith(beginning));
  if (longer[0] !== undefined) return longer[0];
  const letters = withoutSeparators(wanted);
  let best: string | null = null;
  let least = Math.max(1, Math.floor(letters.length / 3)) + 1;
  for (const candidate of candidates) {
    const steps = editSteps(letters, withoutSeparators(fold(candidate)));
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

/** Between digits the separator says where one number ends: 1_10 is not 110. */
function withoutSeparators(folded: string): string {
  return folded.replace(/(?<!\d)_|_(?!\d)/gu, "");
}

/** Letters added, left out, mistaken or swapped with their neighbour (optimal string alignment). */
function editSteps(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? at(before, j - 2) + 1
          : Number.POSITIVE_INFINITY;
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + cost, swapped));
    }
    before = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
