import { isRedacted } from "../../people/erased-entry.ts";
import type { PageCounts } from "../../people/page-plan.ts";
import type { SearchPage } from "../../people/search-page.ts";
import type { PageOutcome } from "./next-step.ts";

/** What a page means for the walk; `counts` null: not stored yet, so nobody on it is taken for new. */
export function outcomeOf(number: number, page: SearchPage, counts: PageCounts | null): PageOutcome {
  return {
    page: number,
    profiles: page.profiles.length,
    readable: page.profiles.filter((entry) => entry.kind === "profile" || isRedacted(entry)).length,
    hasMore: page.hasMore,
    nextPage: page.nextPage,
    broken: page.broken !== null,
    cutShort: isCutShort(page),
    suppressed: counts?.suppressed ?? 0,
    newToReading: counts?.newToReading ?? 0,
    newToStore: counts?.new ?? 0,
  };
}

/** People on a full page. Source: inferred; the API's reference page names no number. */
const FULL_PAGE = 25;

/** Whether there is more to come and the balance that is left does not pay for one more profile of a page that is not full. */
function isCutShort({ profiles, hasMore, balance, creditsConsumed, broken }: SearchPage): boolean {
  if (!hasMore || balance === null || broken !== null || profiles.length >= FULL_PAGE) return false;
  const perProfile = profiles.length === 0 ? 1 : (creditsConsumed ?? 0) / profiles.length;
  return balance < Math.max(1, perProfile);
}
