/** Default of `PAGE_CREDITS`, in credits: the API returns up to 25 profiles a page, at one credit a profile. */
export const DEFAULT_PAGE_CREDITS = 25;

/**
 * The steepest rise of a price that the limits are made for, as a factor: calls that are in flight when it happens cost at most
 * so many times what was reserved for them. A price above that is an outlier, which has to be confirmed before it counts.
 */
export const STEEPEST_RISE = 10;

/**
 * The worst price of one page, in credits. `total_count` never lowers it, because it is advice only.
 * @param leastWorstPrice the configured `PAGE_CREDITS`, or what was reserved for a call before
 * @param maxPriceSeen the largest price that an answer of the same class named, or null for a class never bought
 */
export function worstPrice(leastWorstPrice: number, maxPriceSeen: number | null): number {
  return Math.max(leastWorstPrice, maxPriceSeen ?? 0);
}

/** Whether a price is out of all proportion to what was reserved. */
export function isOutlier(credits: number, reserved: number): boolean {
  return credits > STEEPEST_RISE * reserved;
}

/** Why a person should look at a price. */
export type PriceFlag = "no_price" | "price_is_text" | "dearer_than_reserved" | "unexpected_price";

export interface PagePrice {
  /** Credits to settle the call at. */
  readonly credits: number;
  readonly flag: PriceFlag | null;
}

/** What an answer says of its price. */
export interface PricedPage {
  /** Null where the answer gave no integer from 0 to 10,000. */
  readonly creditsConsumed: number | null;
  /** Whether the price was sent as a text instead of a number. */
  readonly isPriceText: boolean;
  /** One entry per profile of the page. */
  readonly profiles: readonly unknown[];
}

/**
 * The price to settle a call at: what the answer says, else one credit a profile.
 * @param page an answer that tells its price, one way or the other
 * @param reserved credits booked before the call
 */
export function priceOfPage(page: PricedPage, reserved: number): PagePrice {
  const { creditsConsumed: credits, isPriceText, profiles } = page;
  if (credits === null) return { credits: profiles.length, flag: "no_price" };
  if (credits > reserved) return { credits, flag: "dearer_than_reserved" };
  if (isPriceText) return { credits, flag: "price_is_text" };
  return { credits, flag: credits === profiles.length ? null : "unexpected_price" };
}
