import {
  KeyRejected,
  MaybeCharged,
  NotConnected,
  OutOfCredits,
  PageRefused,
  Redirected,
  RequestRejected,
  type SourcingError,
  TryLater,
} from "../../values/errors.ts";
import type { StopReason } from "../stop-reason.ts";

const SHORTEST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** A pause in which a slip of the API may pass. */
const REFUSED_PAGE_WAIT_MS = 3_000;
/** How often a page is requested that the API refuses; a refusal costs nothing. */
const MOST_REFUSALS = 2;

/**
 * Returns the error of a call as what it says of its page. The API has given page 1 before it refuses a later one, so that
 * it refuses the page and not the search.
 */
export function toPageError(error: SourcingError, page: number): SourcingError {
  if (page > 1 && error instanceof RequestRejected) {
    return new PageRefused(`page ${page} was refused, also when it was requested again: ${error.refusal}`);
  }
  return error;
}

/**
 * Returns the milliseconds to wait before the next attempt, a re-buy included; null: there is none.
 * @param failures the errors of all attempts for the page, newest last
 */
export function waitAfter(failures: readonly Error[]): number | null {
  const error = failures.at(-1);
  if (error instanceof PageRefused) {
    const refusals = failures.filter((failure) => failure instanceof PageRefused).length;
    return refusals < MOST_REFUSALS ? REFUSED_PAGE_WAIT_MS : null;
  }
  if (!(error instanceof TryLater || error instanceof MaybeCharged)) return null;
  const named = error.afterMs ?? 0;
  // An API that says "at once" again and again is not believed.
  const waitMs = Math.max(named, SHORTEST_WAIT_MS * 2 ** Math.min(failures.length - 1, 6));
  return Math.min(waitMs, LONGEST_WAIT_MS);
}

/** Why a walk stops at this error; null: it is none of the API's. */
export function stopReasonOf(error: unknown): StopReason | null {
  if (error instanceof RequestRejected) return "request_rejected";
  if (error instanceof PageRefused) return "page_refused";
  if (error instanceof KeyRejected) return "key_rejected";
  if (error instanceof OutOfCredits) return "out_of_credits";
  const isUnavailable = [NotConnected, TryLater, MaybeCharged, Redirected].some(
    (kind) => error instanceof kind,
  );
  return isUnavailable ? "unavailable" : null;
}
