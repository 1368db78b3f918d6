import type { SearchPage } from "../../people/search-page.ts";

/** Where a page stands in its pass. */
export interface PagePlace {
  /** Number of the page, from 1. */
  readonly page: number;
  /** Profiles on the largest other page of the pass; 0: there is no other; null: not known here. */
  readonly largestOther: number | null;
}

/** Profiles on a whole page. Source: inferred; the API's reference page names no number. */
export const FULL_PAGE = 25;

/**
 * Whether the balance may have paid for a part of the page only: nothing is left for one more profile, and neither its size
 * nor the end of the search shows the page to be whole. A page that is wrongly taken for cut is bought once more; people on
 * a page that is wrongly taken for whole would be missed.
 */
export function isCutShort(place: PagePlace, page: SearchPage): boolean {
  if (page.broken !== null || page.balance === null || page.balance >= priceOfOne(page)) return false;
  return !(isFull(place, page) || isLast(place, page));
}

/** Credits that one more profile would have cost. */
function priceOfOne({ profiles, creditsConsumed }: SearchPage): number {
  return profiles.length === 0 ? 1 : Math.max(1, (creditsConsumed ?? 0) / profiles.length);
}

function isFull({ largestOther }: PagePlace, { profiles }: SearchPage): boolean {
  if (largestOther === null) return false;
  return largestOther > FULL_PAGE ? profiles.length >= largestOther : profiles.length === FULL_PAGE;
}

/** The API may call a page the last one because the balance ends there; then the count of all people is larger. */
function isLast({ page, largestOther }: PagePlace, { profiles, hasMore, totalCount }: SearchPage): boolean {
  if (hasMore || totalCount === null) return false;
  const size = Math.max(FULL_PAGE, largestOther ?? 0);
  return (page - 1) * size + profiles.length >= totalCount;
}
