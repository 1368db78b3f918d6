const SECONDS = /^\d+$/;
/** Dates as HTTP writes them: `Date.parse` alone takes "-5" for a day in May. */
const HTTP_DATE = /^[a-z]{3,9}, .+ GMT$/i;

/**
 * Milliseconds that a Retry-After header asks for, never negative and not bounded above; null where it is absent or
 * neither seconds nor an HTTP date. A date that has passed is 0.
 * @param now milliseconds since 1970, by the clock of this machine
 */
export function parseRetryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  if (SECONDS.test(text)) return Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER);
  const date = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
