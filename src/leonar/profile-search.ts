import type { SearchPage } from "../people/search-page.ts";
import type { SearchParameters } from "../specs/spec.ts";

/** One paid request. */
export interface SearchRequest {
  readonly search: SearchParameters;
  /** The page to buy, from 1. */
  readonly page: number;
}

/** A usable answer to one paid request. */
export interface SearchAnswer {
  /** The body as received, decompressed. */
  readonly body: Uint8Array;
  /** The body as gzip: as the API has sent it, else compressed here; absent: not compressed yet. */
  readonly packed?: Uint8Array;
  readonly page: SearchPage;
}

/** The paid API. */
export interface ProfileSearch {
  /**
   * Makes exactly one HTTP attempt for one page; never retries.
   * @param onSent is called once the request has been sent
   * @throws RequestRejected, KeyRejected, OutOfCredits, TryLater if the call was provably not charged; MaybeCharged if it may
   * have been charged
   */
  search(request: SearchRequest, signal?: AbortSignal, onSent?: () => void): Promise<SearchAnswer>;
  /** Parses a stored body again, for zero credits. @throws ContractBroken if it is not a JSON object */
  readPage(body: Uint8Array): SearchPage;
}
