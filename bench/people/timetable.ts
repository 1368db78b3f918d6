/** Who is found when, by which spec and on which page, as arithmetic on the number of a person. */
export interface Timetable {
  readonly people: number;
  readonly pages: number;
  readonly walks: number;
  /** The page that shows somebody first. */
  pageOf(index: number): number;
  /** From 0; a walk is one spec in one run. */
  walkOf(page: number): number;
  placeInWalk(page: number): number;
  /** One run a week, a page every few seconds; the last run was today. */
  timeOf(page: number): Date;
  /** Everybody on a page: people who are new, some of the spec before it in that run, and some seen four runs ago. */
  shownOn(page: number): {
    readonly newcomers: number[];
    readonly shared: number[];
    readonly again: number[];
  };
  /** The page that shows somebody once more, four runs later; null: none. */
  againOn(index: number): number | null;
}

export const SPECS = 60;
const MOST_RUNS = 104;
const NEW_ON_PAGE = 16;
const SHARED_ON_PAGE = 5;
const AGAIN_ON_PAGE = 4;
const RUNS_UNTIL_AGAIN = 4;
const WEEK_MS = 7 * 86_400_000;
const PAGE_MS = 5_000;

export function makeTimetable(people: number): Timetable {
  const pages = Math.ceil(people / NEW_ON_PAGE);
  const pagesOfWalk = Math.max(1, Math.ceil(pages / (SPECS * MOST_RUNS)));
  const pagesUntilAgain = pagesOfWalk * SPECS * RUNS_UNTIL_AGAIN;
  const walks = Math.ceil(pages / pagesOfWalk);
  const some = (page: number, from: number, count: number) =>
    page < 0
      ? []
      : Array.from({ length: count }, (_, at) => page * NEW_ON_PAGE + from + at).filter(
          (one) => one < people,
        );
  const walkOf = (page: number) => Math.floor(page / pagesOfWalk);
  const pagesOfRun = pagesOfWalk * SPECS;
  const lastRun = Math.floor((walks - 1) / SPECS);
  const lastRunAt = Date.now() - pagesOfRun * PAGE_MS;
  return {
    people,
    pages,
    walks,
    pageOf: (index) => Math.floor(index / NEW_ON_PAGE),
    walkOf,
    placeInWalk: (page) => page % pagesOfWalk,
    timeOf(page) {
      const weeksAgo = lastRun - Math.floor(walkOf(page) / SPECS);
      return new Date(lastRunAt - weeksAgo * WEEK_MS + (page % pagesOfRun) * PAGE_MS);
    },
    shownOn: (page) => ({
      newcomers: some(page, 0, NEW_ON_PAGE),
      shared: walkOf(page) % SPECS === 0 ? [] : some(page - pagesOfWalk, 0, SHARED_ON_PAGE),
      again: some(page - pagesUntilAgain, SHARED_ON_PAGE, AGAIN_ON_PAGE),
    }),
    againOn(index) {
      const place = index % NEW_ON_PAGE;
      const page = Math.floor(index / NEW_ON_PAGE) + pagesUntilAgain;
      const isShown = place >= SHARED_ON_PAGE && place < SHARED_ON_PAGE + AGAIN_ON_PAGE && page < pages;
      return isShown ? page : null;
    },
  };
}
