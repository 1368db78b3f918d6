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
    suppressed: counts?.suppressed ?? 0,
    newToReading: counts?.newToReading ?? 0,
    newToStore: counts?.new ?? 0,
  };
}
