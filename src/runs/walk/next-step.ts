/** Reasons for which a walk ends because of what the pages said, not because of money. */
export const WALK_ENDS = [
  "no_more_pages",
  "no_results",
  "no_progress",
  "known_people",
  "loop_detected",
  "page_refused",
  "contract_broken",
  "cancelled",
  "held",
  "max_pages",
  "unavailable",
  "out_of_credits",
] as const;
export type WalkEnd = (typeof WALK_ENDS)[number];

export type Step =
  | { readonly kind: "call"; readonly page: number }
  | { readonly kind: "stop"; readonly reason: WalkEnd };

/** The chosen pages that a pass buys in place of all. */
export interface PageList {
  /** In the order in which they are bought. */
  readonly pages: readonly number[];
  /** People whom the pass looks for and has not found yet: it ends with the last of them. Null: it buys all its pages. */
  readonly toFind: number | null;
  /** People that the search had in all when they were missed; null: not known. */
  readonly totalCount: number | null;
}

/** Where a pass of a search stands; everything that decides what comes next. */
export interface PassPosition {
  /** Null: the pass buys from page 1 to the end. */
  readonly list: PageList | null;
  /** First page not bought, from 1. */
  readonly page: number;
  /** Why the pages themselves end the pass, or null while they do not. */
  readonly end: WalkEnd | null;
  /** Whether the newest page named a next page that does not come after it. */
  readonly looped: boolean;
  /** Pages in a row without a person who is new to this pass. */
  readonly pagesWithoutNewcomers: number;
  /** Pages in a row without a person who is new to the store. */
  readonly pagesOfKnownPeople: number;
  /** Calls for `page` that are in suspense. */
  readonly ambiguousCalls: number;
  /** Those of them that were opened since the last `run` or `resume`. */
  readonly ambiguousCallsSinceAsked: number;
}

/** What the spec, the run and the operator allow a walk. */
export interface WalkLimits {
  /** Pages that this walk bought already. */
  readonly pagesBought: number;
  readonly maxPages: number | null;
  /** Pages of known people after which a refresh ends; 0: never, as on every first pass. */
  readonly stopAfterKnownPages: number;
  readonly cancelled: boolean;
  readonly held: boolean;
}

/** What a bought page said, and how many of its people were new. */
export interface PageOutcome {
  readonly page: number;
  readonly profiles: number;
  /** Profiles that could be read. */
  readonly readable: number;
  readonly hasMore: boolean;
  readonly nextPage: number | null;
  readonly broken: boolean;
  /** The balance may have paid for a part of the page only, so that the page does not count as read. */
  readonly cutShort: boolean;
  /** People of the page who asked to be forgotten: they are neither new nor known. */
  readonly suppressed: number;
  readonly newToPass: number;
  /** The same, or how many they can be where the page is not stored yet. */
  readonly mostNewToPass: number;
  /** People that the search has in all; null: the answer does not say. */
  readonly totalCount: number | null;
  readonly newToStore: number;
}

/** Pages in a row without a new person after which a walk makes no progress. */
const PAGES_WITHOUT_PROGRESS = 2;

/** The position of a pass that has bought no page yet. */
export const FIRST_POSITION: PassPosition = {
  list: null,
  page: 1,
  end: null,
  looped: false,
  pagesWithoutNewcomers: 0,
  pagesOfKnownPeople: 0,
  ambiguousCalls: 0,
  ambiguousCallsSinceAsked: 0,
};

/** Decides what a walk does next; money is asked afterwards, when the call is opened. */
export function nextStep(position: PassPosition, limits: WalkLimits): Step {
  const reason = whyStop(position, limits);
  return reason === null ? { kind: "call", page: position.page } : { kind: "stop", reason };
}

function whyStop(position: PassPosition, limits: WalkLimits): WalkEnd | null {
  if (position.end !== null) return position.end;
  if (position.pagesWithoutNewcomers >= PAGES_WITHOUT_PROGRESS) return "no_progress";
  const { stopAfterKnownPages, maxPages } = limits;
  if (stopAfterKnownPages > 0 && position.pagesOfKnownPeople >= stopAfterKnownPages) return "known_people";
  if (limits.cancelled) return "cancelled";
  if (limits.held) return "held";
  if (maxPages !== null && limits.pagesBought >= maxPages) return "max_pages";
  return mayBuyAgain(position) ? null : "unavailable";
}

/** An ambiguous page is bought once more by itself, then once for each time that a person asks. */
function mayBuyAgain({ ambiguousCalls, ambiguousCallsSinceAsked }: PassPosition): boolean {
  return ambiguousCalls < 2 || ambiguousCallsSinceAsked < 1;
}

/** Returns the position of a pass after a page was bought and read. */
export function advancePosition(position: PassPosition, outcome: PageOutcome): PassPosition {
  if (position.list !== null) return advanceInList(position, position.list, outcome);
  const showsSuppressedOnly = outcome.suppressed > 0 && outcome.suppressed >= outcome.readable;
  const streakAfter = (newcomers: number, streak: number) => {
    if (newcomers > 0) return 0;
    return showsSuppressedOnly || outcome.cutShort ? streak : streak + 1;
  };
  return {
    list: null,
    page: pageAfter(outcome),
    end: endOf(position, outcome),
    looped: isLooping(outcome),
    pagesWithoutNewcomers: streakAfter(outcome.newToPass, position.pagesWithoutNewcomers),
    pagesOfKnownPeople: streakAfter(outcome.newToStore, position.pagesOfKnownPeople),
    ambiguousCalls: 0,
    ambiguousCallsSinceAsked: 0,
  };
}

/**
 * A list of pages ends by itself, so that known people and a looping next_page do not end it. A search that has grown since may
 * show as many more people who are not those that the pass looks for.
 */
function advanceInList(position: PassPosition, list: PageList, outcome: PageOutcome): PassPosition {
  const { page, cutShort, hasMore, totalCount, mostNewToPass } = outcome;
  const left = list.pages.slice(list.pages.indexOf(page) + 1);
  const next = left.find((other) => hasMore || other < page);
  const grown = Math.max(0, (totalCount ?? 0) - (list.totalCount ?? totalCount ?? 0));
  const isFound = list.toFind !== null && list.toFind + grown <= mostNewToPass;
  const broken = endOf(position, { ...outcome, hasMore: true, nextPage: null });
  return {
    ...FIRST_POSITION,
    list,
    page: cutShort ? page : (next ?? page + 1),
    end: broken ?? (next === undefined || isFound ? "no_more_pages" : null),
  };
}

/** has_more without a next_page means the page after this one; a page that was cut short is bought again first. */
export function pageAfter({ page, nextPage, cutShort }: PageOutcome): number {
  if (cutShort) return page;
  return nextPage !== null && nextPage > page ? nextPage : page + 1;
}

function endOf(position: PassPosition, outcome: PageOutcome): WalkEnd | null {
  const { page, profiles, readable, hasMore } = outcome;
  if (outcome.broken || (profiles > 0 && readable === 0)) return "contract_broken";
  if (outcome.cutShort) return "out_of_credits";
  if (!hasMore) return page === 1 && profiles === 0 ? "no_results" : "no_more_pages";
  if (!isLooping(outcome)) return null;
  // The first such page n > 1 is taken for a slip: the page after it is requested.
  if (page === 1) return "loop_detected";
  return position.looped ? "page_refused" : null;
}

function isLooping({ page, hasMore, nextPage }: PageOutcome): boolean {
  return hasMore && nextPage !== null && nextPage <= page;
}
