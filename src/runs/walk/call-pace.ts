/** How a gateway before the API has refused calls of a key, and what went through since. */
export interface RefusedCalls {
  /** Seconds between the newest refused call and the call before it; null: there was none before. */
  readonly newestGap: number | null;
  /** The longest such time of all refused calls. */
  readonly longestGap: number | null;
  /** Pages that came since the newest refused call. */
  readonly answered: number;
}

/** After a refusal; the refused page itself is not bought again before either. */
const FIRST_GAP_SECONDS = 10;
const LONGEST_GAP_SECONDS = 60;
/** So many pages in a row without a refusal halve the time between calls. */
const PAGES_TO_HALVE = 10;

/**
 * Returns the least time from one call of the key to the next, in seconds. Each refused call may have been charged, so that its
 * credits are held: after one, calls go slowly, then faster and faster, but never again at an interval of which half was refused.
 */
export function secondsBetweenCalls({ newestGap, longestGap, answered }: RefusedCalls): number {
  const afterRefusal = Math.max(FIRST_GAP_SECONDS, 2 * (newestGap ?? 0));
  const faster = afterRefusal / 2 ** Math.floor(answered / PAGES_TO_HALVE);
  return Math.min(LONGEST_GAP_SECONDS, Math.max(faster, 2 * (longestGap ?? 0)));
}
