const DAY_MS = 86_400_000;
/** Day 0 of every population: fixed, because people must not age with the machine's clock. */
const DAY_ZERO_MS = Date.UTC(2025, 0, 1);
const DAYS_IN_YEAR = 365.25;
const DAYS_IN_MONTH = DAYS_IN_YEAR / 12;

/** A calendar day as "2025-01-01". */
export function isoDay(day: number): string {
  return new Date(DAY_ZERO_MS + day * DAY_MS).toISOString().slice(0, 10);
}

/** The day number that lies whole months before day 0. */
export function dayOfMonthsBefore(months: number): number {
  return -Math.round(months * DAYS_IN_MONTH);
}

/** Whole years between two day numbers. */
export function wholeYears(from: number, to: number): number {
  return Math.floor((to - from) / DAYS_IN_YEAR);
}

/** The same date in one of the three precisions that the API mixes: year, month or day. */
export function inMixedPrecision(iso: string, bits: number): string {
  return [iso.slice(0, 4), iso.slice(0, 7), iso][bits % 3] ?? iso;
}
