/** A whole number as some program writes it: its value, or the whole numbers that it may mean (none: it is none). */
export type ReadNumber = { readonly value: number } | { readonly readings: readonly number[] };

/** Blanks and apostrophes that separate thousands; never a plain full stop or comma. */
const SPACED = /^([+-]?\d{1,3})(?:[\s\u00A0\u202F\u2009'’_]\d{3})+$/u;
const MANY_GROUPS = /^[+-]?\d{1,3}(?:(?:,\d{3}){2,}|(?:\.\d{3}){2,})$/u;
const ONE_GROUP = /^([+-]?\d{1,3})([.,])(\d{3})$/u;
const SCIENTIFIC = /^([+-]?\d{1,4})[eE]\+?(\d{1,2})$/u;
/** Thousands and decimals by different signs, or decimals alone, all of them 0. */
const WITH_ZEROS = /^([+-]?\d(?:[\d.,\s'’]*\d)?)([.,])0+$/u;
const LARGEST = 1e15;

/**
 * Reads a whole number as spreadsheets and programs of all languages write it: 500.0, 1,000, 1 000, 1'000, 1e+05.
 * @param commaDecimals whether the file may write decimals with a comma, so that 1,000 may be 1 as well
 */
export function readNumber(cell: string, commaDecimals: boolean): ReadNumber {
  const text = normalise(cell);
  if (/^[+-]?\d{1,15}$/u.test(text)) return { value: Number(text) };
  const grouped = readGrouped(text, commaDecimals);
  if (grouped !== null) return grouped;
  const scientific = SCIENTIFIC.exec(text);
  if (scientific !== null) return bounded(Number(scientific[1]) * 10 ** Number(scientific[2]));
  const whole = WITH_ZEROS.exec(text);
  if (whole !== null) return readWhole(whole[1] ?? "", whole[2] ?? "");
  return { readings: withoutUnit(text, commaDecimals) };
}

/** True for a number whose decimals follow a comma, or whose thousands follow a full stop, beyond doubt. */
export function showsCommaDecimals(cell: string): boolean {
  const text = normalise(cell);
  if (ONE_GROUP.test(text)) return false;
  return /^[+-]?\d{1,3}(?:\.\d{3})*,\d+$/u.test(text) || /^[+-]?\d{1,3}(?:\.\d{3}){2,}$/u.test(text);
}

/** Full-width digits and signs as ASCII, the apostrophe by which a spreadsheet marks text left out. */
function normalise(cell: string): string {
  return cell
    .normalize("NFKC")
    .trim()
    .replace(/^'/u, "")
    .replace(/^[\u2212\u2013]/u, "-");
}

function readGrouped(text: string, commaDecimals: boolean): ReadNumber | null {
  if (SPACED.test(text) || MANY_GROUPS.test(text)) return bounded(Number(text.replace(/[^\d+-]/gu, "")));
  const one = ONE_GROUP.exec(text);
  if (one === null) return null;
  const thousands = Number(`${one[1]}${one[3]}`);
  // 0,500 and 00.500 are no thousands.
  if (/^[+-]?0/u.test(text)) return { readings: [] };
  if (one[2] === "," && !commaDecimals) return { value: thousands };
  return { readings: one[3] === "000" ? [thousands, Number(one[1])] : [thousands] };
}

function readWhole(whole: string, decimals: string): ReadNumber {
  if (/^[+-]?\d{1,15}$/u.test(whole)) return { value: Number(whole) };
  const other = decimals === "." ? "," : "\\.";
  const grouped = new RegExp(String.raw`^[+-]?\d{1,3}(?:${other}\d{3})+$`, "u");
  if (grouped.test(whole) || SPACED.test(whole)) return bounded(Number(whole.replace(/[^\d+-]/gu, "")));
  return { readings: [] };
}

/** "500 €", "$1,000", "25 miles": the number is shown, as what stands beside it may change its meaning. */
function withoutUnit(text: string, commaDecimals: boolean): readonly number[] {
  const bare = /^[\p{Sc}\s]*([+-]?\d[\d.,\s'’]*\d|[+-]?\d)\s*(?:\p{Sc}|\p{L}{2,12}\.?)?$/u.exec(text)?.[1];
  if (bare === undefined || bare === text) return rounded(text);
  const read = readNumber(bare, commaDecimals);
  return "value" in read ? [read.value] : read.readings;
}

/** 1.2e+05 is 120000, though a program may have rounded it. */
function rounded(text: string): readonly number[] {
  const value = /^[+-]?\d\.\d+[eE]\+?\d{1,2}$/u.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) && Math.abs(value) < LARGEST ? [value] : [];
}

function bounded(value: number): ReadNumber {
  return Math.abs(value) < LARGEST ? { value } : { readings: [] };
}
