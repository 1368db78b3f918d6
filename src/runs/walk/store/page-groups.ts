import { StoreUnavailable } from "../../../values/errors.ts";
import { makeGroupWork } from "../../../values/group-work.ts";
import { type ApplyDeps, applyPages, type RecordedPage } from "./apply-page.ts";

/** More pages make a transaction no cheaper for each, and lock their people longer. */
const MAX_PAGES = 16;

/**
 * Applies the recorded pages of a process: what waits goes in one transaction, at most one page of each walk, and nobody twice.
 * A page that has to be applied alone is.
 * @returns a function that applies a page. @throws LeaseLost, PageOutOfOrder, StoreUnavailable, StoreRefused
 */
export function makePageGroups(deps: ApplyDeps): (page: RecordedPage) => Promise<void> {
  const alone = new WeakSet<RecordedPage>();
  const apply = makeGroupWork<RecordedPage, null>({
    maxMembers: MAX_PAGES,
    fits: (earlier, page) =>
      earlier.length === 0 ||
      !(alone.has(page) || earlier.some((one) => alone.has(one) || isApart(one, page))),
    async work(pages) {
      const outcomes = await applyPages(deps, pages);
      for (const [at, page] of pages.entries()) if (outcomes[at]?.kind === "again") alone.add(page);
      return outcomes;
    },
    isPoisoned: (error) => !(error instanceof StoreUnavailable),
  });
  return async (page) => {
    await apply(page);
  };
}

/** Whether two pages belong in different groups: a page is planned by what those before it have stored of its people. */
function isApart(one: RecordedPage, other: RecordedPage): boolean {
  if (one.lease.walkId === other.lease.walkId) return true;
  const ids = new Set(one.people.map(({ id }) => id));
  return other.people.some(({ id }) => ids.has(id));
}
