const SECONDS = /^\d+$/;
/** The form of an HTTP date. `Date.parse` alone reads "-5" as a day in May. */
const HTTP_DATE = /^[a-z]{3,9}, .+ GMT$/i;

/**
 * Parses a Retry-After header.
 * @param now milliseconds since 1970, by the clock of this machine
 * @returns milliseconds to wait, without an upper bound, 0 for a date in the past; null: the header is missing or malformed
 */
export function parseRetryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  if (SECONDS.test(text)) return Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER);
  const date = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
