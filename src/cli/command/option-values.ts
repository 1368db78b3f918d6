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

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
/** Timers hold no more. */
const LONGEST_MS = 24 * 3_600_000;

/** Reads how long something may take, such as 500ms, 30s or 5m; gives milliseconds. */
export function toMilliseconds(text: string): number {
  const [, count = "0", unit = ""] = /^(\d{1,9})(ms|s|m|h)$/.exec(text.trim()) ?? [];
  const ms = Number(count) * (UNITS_MS[unit] ?? 0);
  if (ms === 0 || ms > LONGEST_MS) throw new InvalidArgumentError("expected 30s, 5m or the like, up to 24h");
  return ms;
}

/** Gathers an option that may be given several times. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
