import { toEmailAddresses } from "../people/identity/email-address.ts";
import { foldDigits } from "../people/identity/phone-number.ts";

/** A local part and a domain with an ending; what has neither is an address of nobody outside. */
const ADDRESS =
  /^[^\s@<>"]+@(?:[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}-]*\p{L}[\p{L}\p{M}\p{N}-]*$/u;
const BETWEEN_NUMBERS = /\s*(?:[;|\n]|\s\/\s|,(?=\s*[+(\d])|\bor\b|\boder\b|\bou\b)\s*/u;
const MIN_DIGITS = 5;

/** Returns the e-mail addresses in stored texts, each once: several in one text are split, and what is no address is left out. */
export function toHandedOnAddresses(stored: readonly string[]): string[] {
  return [...new Set(stored.flatMap(toEmailAddresses).filter((address) => ADDRESS.test(address)))];
}

/** Returns the phone numbers in stored texts in digits from 0 to 9, each once; what is no number is left out. */
export function toHandedOnNumbers(stored: readonly string[]): string[] {
  return [...new Set(stored.flatMap(splitNumbers).filter((number) => countDigits(number) >= MIN_DIGITS))];
}

function splitNumbers(stored: string): string[] {
  const text = foldDigits(stored);
  const parts = text.split(BETWEEN_NUMBERS).filter((part) => part !== "");
  const areNumbers = parts.every((part) => countDigits(part) >= MIN_DIGITS);
  return areNumbers ? parts : [text];
}

function countDigits(text: string): number {
  return text.replace(/\D/gu, "").length;
}
