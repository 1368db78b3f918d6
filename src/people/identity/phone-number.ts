import { toPlainText } from "./written-text.ts";

/** Fewer digits are a fragment, which many people share. */
const MIN_DIGITS = 6;
/** The digit zero of the scripts in which numbers are written beside the Latin one. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xae6, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0x1040, 0x17e0];
/** Country codes after which a number never begins with 0: there the 0 is dialled within the country only. */
const CODES = "20|27|31|32|33|40|41|43|44|46|49|61|62|63|64|81|82|84|90|91|94|212|213|353|358";
const TRUNK_ZERO = new RegExp(`^\\+(${CODES})0(?=\\d{6})`, "u");
const WITHOUT_ZERO = new RegExp(`^\\+(${CODES})(?=[1-9]\\d{5})`, "u");
const EXTENSION = /(?:;\s*ext=|\bext(?:ension)?\b\.?|#|(?<=[\d\s)])x)\s*(\d+)\s*$/iu;

interface WrittenNumber {
  /** Digits, with + for the international prefix. */
  readonly number: string;
  readonly extension: string;
}

/** Returns a phone number without its punctuation and extension: digits, with + for the international prefix. Null: none. */
export function toPhoneKey(written: string): string | null {
  const { number } = readNumber(written);
  return number.replace("+", "").length < MIN_DIGITS ? null : number;
}

/** Returns a text that two spellings of the same number and extension share. */
export function phoneText(written: string): string {
  const { number, extension } = readNumber(written);
  return extension === "" ? number : `${number}x${extension}`;
}

/** Returns the number with the 0 that its country dials within the country, if it has one. */
export function withTrunkZero(number: string): string[] {
  return WITHOUT_ZERO.test(number) ? [number.replace(WITHOUT_ZERO, "+$10")] : [];
}

/** Returns whether the whole text is a phone number, by its characters. */
export function looksLikePhone(written: string): boolean {
  const text = toLatinDigits(toPlainText(written)).replace(/^tel:/iu, "").replace(EXTENSION, "");
  return /^(?:[(\s]*\+)?[\d\s().\-/\u2010-\u2015]+$/u.test(text) && /\d/u.test(text);
}

/** Returns a number as it was written, but with digits from 0 to 9 and a plain +, in one Unicode form if it had others. */
export function foldDigits(written: string): string {
  return /(?=\P{ASCII})[\p{Nd}＋（）－]/u.test(written) ? toLatinDigits(toPlainText(written)) : written;
}

/** Returns whether the text has a digit of any script. */
export function hasDigit(text: string): boolean {
  return /\d/u.test(toLatinDigits(text.normalize("NFKC")));
}

function readNumber(written: string): WrittenNumber {
  const text = toLatinDigits(toPlainText(written)).replace(/\(0\)/gu, "");
  const extension = EXTENSION.exec(text)?.[1] ?? "";
  const kept = text.replace(EXTENSION, "").replace(/[^\d+]/gu, "");
  const digits = kept.replace(/\+/gu, "");
  const isInternational = kept.startsWith("+") || digits.startsWith("00");
  const number = kept.startsWith("+") ? digits : digits.replace(/^00/u, "");
  return { number: isInternational ? `+${number}`.replace(TRUNK_ZERO, "+$1") : digits, extension };
}

/** Returns the text with the digits of other scripts as 0 to 9. */
export function toLatinDigits(text: string): string {
  return text.replace(/(?=\P{ASCII})\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = ZEROS.find((first) => code >= first && code < first + 10);
    return zero === undefined ? digit : String(code - zero);
  });
}
