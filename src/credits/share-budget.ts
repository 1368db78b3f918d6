/** Unfinished walks of one run that stand at the same place. */
export interface WalksAtPlace {
  readonly walks: number;
  /** Pages that each has bought or is buying. */
  readonly pages: number;
  /** Most pages of each; null: no limit. */
  readonly maxPages: number | null;
  /** Whether their next page of the same number goes before that of the walk that asks. */
  readonly isAhead: boolean;
}

/** The budget of a run as one of its walks finds it; credits. */
export interface RunShare {
  /** Budget that is neither spent nor booked. */
  readonly left: number;
  /** Pages that the walk has bought in this run. */
  readonly pages: number;
  readonly others: readonly WalksAtPlace[];
  /** Largest price of a page of any class; null: none is known. */
  readonly dearest: number | null;
}

/**
 * Decides whether a walk may buy its next page out of the budget of its run: only if every other walk can still afford the
 * pages that come before this one. Pages come round by round, and within a round in the order of the walks; so the walk with the
 * fewest pages may always go on, and a budget reaches every spec before it takes any spec further.
 * @param price worst price of the page
 */
export function leavesRoomForOthers(price: number, { left, pages, others, dearest }: RunShare): boolean {
  const before = others.reduce((sum, other) => sum + other.walks * pagesBefore(pages, other), 0);
  return before === 0 || left - price >= before * Math.max(price, dearest ?? 0);
}

/** Pages that another walk buys before page `pages` + 1 of this walk. */
function pagesBefore(pages: number, other: WalksAtPlace): number {
  const due = other.isAhead ? pages + 1 : pages;
  return Math.max(0, Math.min(due, other.maxPages ?? due) - other.pages);
}
