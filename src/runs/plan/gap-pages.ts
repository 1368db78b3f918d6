/** A page as a pass bought it. */
export interface PageOfPass {
  /** Number of the page, from 1. */
  readonly page: number;
  readonly profiles: number;
  /** People that the search had in all when the page was bought; null: the answer did not say. */
  readonly totalCount: number | null;
  /** People on it whom an earlier page of the pass had shown. */
  readonly repeated: number;
}

/** People who were probably missed, and where they can be. */
export interface Gaps {
  /** The pages that can hold them, ascending. */
  readonly pages: readonly number[];
  /** How many people they are at most. */
  readonly people: number;
}

export const NO_GAPS: Gaps = { pages: [], people: 0 };

/** How far the list moved between a page and the one before it, in places. */
interface Move {
  /** Places before the border of the two pages. */
  readonly border: number;
  readonly up: number;
  readonly down: number;
}

/**
 * Computes the pages that can hold people whom a pass missed because the list moved while it was bought. Let a page hold s
 * people, and let the border after page n be place n·s.
 *
 * - `totalCount` drops by k between pages n and n + 1: up to k people left from before the border. Up to k others slid over it,
 *   from page n + 1 to the last k places before the border, which had been bought. Nobody else moved past the border.
 * - Page n + 1 repeats r people: r people came in before the border and pushed them over it. Nobody who was in the list was
 *   missed. Those who came in were: they can be at any place before the border, because no page says where.
 * - A total that rises without a repeat grew behind the border and hides nobody, unless people whom no page has shown could be pushed
 *   over the border in place of those who were shown.
 *
 * Each later move carries the places along, by at most its own size. Nobody who was missed lies behind the border before the
 * last page, because the page after a border shows all that is pushed over it. The result is exact as long as the list only
 * grows or only shrinks between two pages; people who come and people who leave between the same two pages cancel out in
 * every figure that the API gives.
 * @param bought each page once, in the order of the pages
 */
export function gapPages(bought: readonly PageOfPass[]): Gaps {
  const size = Math.max(1, ...bought.map(({ profiles }) => profiles));
  const moves = movesOf(bought, size);
  const last = moves.at(-1)?.border ?? 0;
  const pages = new Set<number>();
  for (const [index, { border, up, down }] of moves.entries()) {
    if (up === 0 && down === 0) continue;
    const later = moves.slice(index + 1);
    const from = down > 0 ? 1 : border - up + 1 - sum(later, "up");
    const to = Math.min(border + sum(later, "down"), last);
    for (let page = pageOf(Math.max(1, from), size); page <= pageOf(to, size); page += 1) pages.add(page);
  }
  return { pages: [...pages].sort((a, b) => a - b), people: sum(moves, "up") + sum(moves, "down") };
}

function movesOf(bought: readonly PageOfPass[], size: number): Move[] {
  let total = bought[0]?.totalCount ?? null;
  // Nobody behind the last page was missed, so no move counts for more people than the pages hold.
  const places = (bought.at(-1)?.page ?? 0) * size;
  let missed = 0;
  return bought.slice(1).map((page, index) => {
    const grown = page.totalCount === null || total === null ? 0 : page.totalCount - total;
    total = page.totalCount ?? total;
    const border = (bought[index]?.page ?? 0) * size;
    // Repeats do not tell how far the list moved where all of the page are repeats, or where people whom no page has shown were
    // pushed onto it: those who were missed before, or more newcomers than there are places before the border.
    const isAllRepeated = page.repeated > 0 && page.repeated >= page.profiles;
    const isHidden = isAllRepeated || missed > 0 || grown > border;
    const down = Math.min(places, isHidden ? Math.max(page.repeated, grown) : page.repeated);
    const up = Math.min(border, Math.max(0, -grown));
    missed += up + down;
    return { border, up, down };
  });
}

function sum(moves: readonly Move[], direction: "up" | "down"): number {
  return moves.reduce((total, move) => total + move[direction], 0);
}

function pageOf(place: number, size: number): number {
  return Math.ceil(place / size);
}
