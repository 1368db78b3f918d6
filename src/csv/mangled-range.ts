const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Day and month name, month name and year, in any language: "2-May", "Feb-05", "05-févr.". */
const WITH_NAME = /^(?:(\d{1,4})[-/. ]+(\p{L}{3,9})\.?|(\p{L}{3,9})\.?[-/. ]+(\d{1,4}))$/u;
const NUMERIC = /^(\d{1,4})[-/.](\d{1,2})[-/.]\d{1,4}(?:\s.*)?$/u;

/**
 * The range that a spreadsheet turned into a date ("2-5" becomes "02-May" or "Feb-05"), as one of the known ranges where
 * one fits, else as an example; null where the text is no date.
 */
export function mangledRange(text: string, known: readonly string[]): string | null {
  const numbers = dateNumbers(text);
  if (numbers === null) return null;
  const [first, second] = numbers;
  const guesses = [`${first}_${second}`, `${second}_${first}`];
  return guesses.find((guess) => known.includes(guess)) ?? known.find((value) => value.includes("_")) ?? null;
}

function dateNumbers(text: string): readonly [number, number] | null {
  const named = WITH_NAME.exec(text);
  if (named !== null) {
    const month = MONTHS.indexOf((named[2] ?? named[3] ?? "").slice(0, 3).toLowerCase()) + 1;
    return [month, Number(named[1] ?? named[4])];
  }
  const numeric = NUMERIC.exec(text);
  return numeric === null ? null : [Number(numeric[1]), Number(numeric[2])];
}
