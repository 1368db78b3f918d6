const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Day and month name, or month name and year, in any language: "2-May", "Feb-05", "05-févr.". */
const WITH_NAME = /^(?:(\d{1,4})[-/. ]+(\p{L}{3,9})\.?|(\p{L}{3,9})\.?[-/. ]+(\d{1,4}))$/u;
const NUMERIC = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:\s.*)?$/u;

/**
 * Returns the known range that a spreadsheet turned into a date, as "2-5" becomes "02-May" or "Feb-05"; `range` is null
 * if none fits. Returns null if the text is not a date.
 */
export function corruptedRange(
  text: string,
  known: readonly string[],
): { readonly range: string | null } | null {
  const numbers = dateNumbers(text);
  if (numbers === null) return null;
  const guesses = numbers.flatMap((from) => numbers.map((to) => `${from}_${to}`));
  return { range: known.find((range) => guesses.includes(range)) ?? null };
}

function dateNumbers(text: string): readonly number[] | null {
  const named = WITH_NAME.exec(text);
  if (named !== null) {
    const month = MONTHS.indexOf((named[2] ?? named[3] ?? "").slice(0, 3).toLowerCase()) + 1;
    return [month, Number(named[1] ?? named[4])];
  }
  const numeric = NUMERIC.exec(text);
  return numeric === null ? null : numeric.slice(1, 4).map(Number);
}
