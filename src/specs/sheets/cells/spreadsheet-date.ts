/** Month names as spreadsheets abbreviate them, January first: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish. */
const MONTHS: readonly (readonly string[])[] = [
  "jan january januar janv janvier ene enero gen gennaio janeiro januari sty",
  "feb february februar févr fév fevr février febrero febbraio fev fevereiro februari lut",
  "mar march mär mrz märz mars marzo março mrt maart",
  "apr april avr avril abr abril aprile kwi",
  "may mai mayo mag maggio maio mei maj",
  "jun june juni juin junio giu giugno junho cze",
  "jul july juli juil juillet julio lug luglio julho lip",
  "aug august août aout ago agosto augustus sie",
  "sep sept september septembre septiembre set settembre setembro wrz",
  "oct october okt oktober octobre octubre ott ottobre out outubro paź",
  "nov november novembre noviembre novembro lis",
  "dec december dez dezember déc décembre dic diciembre dicembre dezembro gru",
].map((names) => names.split(" "));
const NUMBER_OF: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((names, index) => names.map((name) => [name, index + 1] as const)),
);

/** Day and month name, or month name and year, in any language: "2-May", "Feb-05", "05-févr.". */
const WITH_NAME =
  /^(?:(\d{1,4})[-/. ]+(\p{L}{3,9})\.?(?:[-/. ]+\d{2,4})?|(\p{L}{3,9})\.?[-/. ]+(\d{1,4}))(?:\s+\d.*)?$/u;
const NUMERIC = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[T\s].*)?$/u;
/** A blank alone between two parts is a date only beside a year: "10 Nov 2026", never "12 Mar". */
const LOOSE = /^(?:\d{1,2} \p{L}+\.?|\p{L}+\.? \d{1,3})$/u;
const FULL_DATE =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))(?:[T\s]\d.*)?$/u;

/** True for a text that is a date as spreadsheets write dates, and nothing besides. */
export function isSpreadsheetDate(text: string): boolean {
  if (text.length > 40) return false;
  if (FULL_DATE.test(text)) return true;
  const named = WITH_NAME.exec(text);
  return named !== null && !LOOSE.test(text) && monthNumber(named) > 0;
}

/**
 * What a spreadsheet made of a range: a date, as "2-5" becomes "02-May" or "Feb-05". Gives one of the known ranges, or
 * `range` null where none fits. Null where the text is no date.
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

/** The known range whose sign between its numbers is lost: 110 for 1_10, as programs write 1_10 that take _ for thousands. */
export function joinedRange(text: string, known: readonly string[]): string | null {
  const digits = text.replace(/[.,]0{1,2}$/u, "").replace(/[,.\s\u00A0\u202F]/gu, "");
  if (!/^\d+$/u.test(digits)) return null;
  return known.find((range) => range.includes("_") && range.replace("_", "") === digits) ?? null;
}

function dateNumbers(text: string): readonly number[] | null {
  const named = WITH_NAME.exec(text);
  if (named !== null) return [monthNumber(named), Number(named[1] ?? named[4])];
  const numbers = NUMERIC.exec(text)?.slice(1, 4).map(Number) ?? null;
  // Nov-50 is stored as 1950-11-01.
  return numbers === null
    ? null
    : numbers.flatMap((number) => (number > 99 ? [number, number % 100] : number));
}

/** 0 for a word that is no month. */
function monthNumber(named: RegExpExecArray): number {
  return NUMBER_OF.get((named[2] ?? named[3] ?? "").toLowerCase()) ?? 0;
}
