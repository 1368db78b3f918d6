import type { SearchPage } from "../people/search-page.ts";
import type { SearchParameters } from "../specs/spec.ts";

/** What one paid request needs. */
export interface SearchRequest {
  readonly search: SearchParameters;
  /** Page to buy, from 1. */
  readonly page: number;
}

/** A usable answer to one paid request. */
export interface SearchAnswer {
  /** The body exactly as received. */
  readonly body: Uint8Array;
  readonly page: SearchPage;
}

/** The paid API. */
export interface ProfileSearch {
  /**
   * Makes exactly one HTTP attempt for one page; never retries.
   * @param onSent hears that the request has left, where it comes so far
   * @throws RequestRejected, KeyRejected, OutOfCredits, TryLater where the call was provably not charged;
   * MaybeCharged where it may have been.
   */
  search(request: SearchRequest, signal?: AbortSignal, onSent?: () => void): Promise<SearchAnswer>;
  /** Reads a stored body again, for zero credits. @throws ContractBroken where it is no JSON object. */
  readPage(body: Uint8Array): SearchPage;
}
