/** What a page costs at the most unless somebody says otherwise; in credits. The API returns up to 25 profiles a page. */
export const DEFAULT_PAGE_CREDITS = 25;

/**
 * What one page may cost at the worst, in credits. `total_count` never lowers it: it is advice only.
 * @param leastWorstPrice the configured `PAGE_CREDITS`
 * @param dearestSeen the largest price of the same class that an answer named, or null for a class never bought
 */
export function worstPrice(leastWorstPrice: number, dearestSeen: number | null): number {
  return Math.max(leastWorstPrice, dearestSeen ?? 0);
}

/** Why a price deserves a look. */
export type PriceFlag = "no_price" | "dearer_than_reserved" | "unexpected_price";

export interface PagePrice {
  /** Credits to settle the call at. */
  readonly credits: number;
  readonly flag: PriceFlag | null;
}

/**
 * The price to settle a call at: what the answer says, else one credit a profile.
 * @param creditsConsumed null where the answer gave no integer from 0 to 10,000
 * @param reserved credits booked before the call
 */
export function priceOfPage(creditsConsumed: number | null, profiles: number, reserved: number): PagePrice {
  if (creditsConsumed === null) return { credits: profiles, flag: "no_price" };
  if (creditsConsumed > reserved) return { credits: creditsConsumed, flag: "dearer_than_reserved" };
  return { credits: creditsConsumed, flag: creditsConsumed === profiles ? null : "unexpected_price" };
}
