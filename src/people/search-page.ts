import type { NewField } from "./fields/new-fields.ts";
import type { ReceivedProfile } from "./profile.ts";

/** One page of search results as parsed. The bytes that were received are stored separately, unchanged. */
export interface SearchPage {
  /** In the order of the page; one entry per element of the list, readable or not. */
  readonly profiles: readonly ReceivedProfile[];
  /** Credits that this call cost, or null if the answer has no integer from 0 to 10,000. */
  readonly creditsConsumed: number | null;
  /** Whether the price was sent as a text, such as "25". */
  readonly isPriceText: boolean;
  /** Credits that the workspace has left after this call, or null if the answer does not say. */
  readonly balance: number | null;
  readonly hasMore: boolean;
  /** Page number that the answer names as next, or null if it names no valid page. */
  readonly nextPage: number | null;
  /** Advice only: neither the price nor the end of a search is derived from it. */
  readonly totalCount: number | null;
  /** The reference page does not say what it counts; null if the answer has no such number. */
  readonly filteredCount: number | null;
  /** The reference page does not say what it counts; null if the answer has no such number. */
  readonly leonarProfilesCached: number | null;
  /** Whether the API calls the filters too strict; the page then has a warning that says so. */
  readonly filtersTooStrict: boolean;
  /** The API's name for this call, for its support. */
  readonly requestId: string | null;
  /** Why the page as a whole cannot be used (the contract is broken), or null for a usable page. */
  readonly broken: string | null;
  /** What the answer says beyond what is read; never holds values or names of people. */
  readonly newFields: readonly NewField[];
  /** Oddities that were tolerated; never holds values from profiles. */
  readonly warnings: readonly string[];
}

/**
 * Whether an answer tells what it cost: by a price, or by profiles. An answer that does not may have been charged all the same,
 * and a page that cannot be used proves nothing by a price of 0.
 */
export function tellsPrice({ creditsConsumed, profiles, broken }: SearchPage): boolean {
  if (creditsConsumed === null) return profiles.length > 0;
  return creditsConsumed > 0 || broken === null;
}
