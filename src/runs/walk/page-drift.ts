/**
 * How far the list of a search has moved between two of its pages. A person who is shown again was pushed on by one who came in
 * before, on a page that was bought already; a total that has dropped means that people left, and that those behind them moved on
 * to a page that was bought already. Either way somebody may have been missed.
 */
export interface PageDrift {
  /** People whom an earlier page of the pass showed too. */
  readonly repeated: number;
  /** People by whom `total_count` has dropped since the page before. */
  readonly dropped: number;
}

export const NO_DRIFT: PageDrift = { repeated: 0, dropped: 0 };

/** A page beside the pages of its pass that were bought before it. */
export interface PageMove {
  readonly repeated: number;
  /** People that the pages before it hold at most: more cannot have slid to them, whatever the totals say. */
  readonly before: number;
}

/** Compares a page with the one before it. A count that is not known has not moved. */
export function driftOf(
  total: number | null,
  totalBefore: number | null,
  { repeated, before }: PageMove,
): PageDrift {
  const dropped = total === null || totalBefore === null ? 0 : Math.max(0, totalBefore - total);
  return { repeated, dropped: Math.min(before, dropped) };
}
