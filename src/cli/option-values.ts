import { InvalidArgumentError } from "commander";

/** Reads a whole number from 0, as options take it. */
export function toWholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text.trim())) throw new InvalidArgumentError("expected a whole number from 0");
  return Number(text);
}

/** Reads a whole number from 1. */
export function toCount(text: string): number {
  const count = toWholeNumber(text);
  if (count === 0) throw new InvalidArgumentError("expected a whole number from 1");
  return count;
}

/** Gathers an option that may be given several times. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
