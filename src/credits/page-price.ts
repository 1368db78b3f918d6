/** Default of `PAGE_CREDITS`, in credits: the API returns up to 25 profiles a page, at one credit a profile. */
export const DEFAULT_PAGE_CREDITS = 25;

/**
 * The worst price of one page, in credits. `total_count` never lowers it, because it is advice only.
 * @param leastWorstPrice the configured `PAGE_CREDITS`
 * @param maxPriceSeen the largest price that an answer of the same class named, or null for a class never bought
 */
export function worstPrice(leastWorstPrice: number, maxPriceSeen: number | null): number {
  return Math.max(leastWorstPrice, maxPriceSeen ?? 0);
}

/** Why a person should look at a price. */
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
