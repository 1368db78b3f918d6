/**
 * What one page may cost at the worst, in credits. `total_count` never lowers it: it is advice only.
 * @param leastWorstPrice the configured `PAGE_CREDITS`
 * @param dearestSeen the largest unflagged price of the same class, or null for a class never bought
 */
export function worstPrice(leastWorstPrice: number, dearestSeen: number | null): number {
  return Math.max(leastWorstPrice, dearestSeen ?? 0);
}

export interface TruePrice {
  /** Credits to settle the call at. */
  readonly credits: number;
  /** True where the answer gave no usable price, so that this one is a count of profiles. */
  readonly flagged: boolean;
}

/** The price to settle a call at; `creditsConsumed` is null where the answer gave no integer from 0 to 10,000. */
export function truePrice(creditsConsumed: number | null, profiles: number): TruePrice {
  return creditsConsumed === null
    ? { credits: profiles, flagged: true }
    : { credits: creditsConsumed, flagged: false };
}
