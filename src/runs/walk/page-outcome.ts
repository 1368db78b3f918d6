import { isRedacted } from "../../people/erased-entry.ts";
import type { PageCounts } from "../../people/page-plan.ts";
import type { SearchPage } from "../../people/search-page.ts";
import { isCutShort, type PagePlace } from "./cut-page.ts";
import type { PageOutcome } from "./next-step.ts";

/** What a page means for the walk; `counts` null: it is not stored yet, so that none of its people counts as new. */
export function outcomeOf(place: PagePlace, page: SearchPage, counts: PageCounts | null): PageOutcome {
  return {
    page: place.page,
    profiles: page.profiles.length,
    readable: page.profiles.filter((entry) => entry.kind === "profile" || isRedacted(entry)).length,
    hasMore: page.hasMore,
    nextPage: page.nextPage,
    broken: page.broken !== null,
    cutShort: isCutShort(place, page),
    suppressed: counts?.suppressed ?? 0,
    newToPass: counts?.newToPass ?? 0,
    mostNewToPass: counts?.newToPass ?? page.profiles.length,
    totalCount: page.totalCount,
    newToStore: counts?.new ?? 0,
  };
}
