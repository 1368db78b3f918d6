import type { ProfileSearch } from "../../leonar/profile-search.ts";
import { detailFlagsOf } from "../../people/merge.ts";
import type { SearchPage } from "../../people/search-page.ts";
import { StoreRefused, StoreUnavailable, StoreWentBack } from "../../values/errors.ts";
import type { LeasedWalk } from "./buy-page.ts";
import type { WalkStore } from "./walk-store.ts";

/** What applying recorded pages needs; an API key is not needed. */
export interface ApplyingDeps {
  readonly store: Pick<
    WalkStore,
    "acquireLease" | "searchOf" | "unappliedCalls" | "bodyOf" | "applyPage" | "finishWalk" | "releaseLease"
  >;
  readonly search: Pick<ProfileSearch, "readPage">;
}

/** How often a page is applied while the database is away. */
const MOST_ATTEMPTS = 3;

/**
 * Applies the recorded pages of a walk that no live process works on, and buys nothing. A walk whose page the database refuses
 * ends as `store_refused`. Does nothing where a live process holds the lease.
 * @throws LeaseLost, StoreUnavailable
 */
export async function applyPagesOfWalk(deps: ApplyingDeps, walkId: number): Promise<void> {
  const taken = await deps.store.acquireLease(walkId);
  if (taken.kind !== "taken") return;
  const { lease } = taken;
  const walk = { lease, search: await deps.store.searchOf(lease) };
  const refused = await applyRecordedPages(deps, walk, await deps.store.unappliedCalls(lease));
  if (refused === null) await deps.store.releaseLease(lease);
  else await deps.store.finishWalk(lease, { reason: "store_refused", note: refused.message, fresh: false });
}

/**
 * Applies the pages of these calls, from the stored bytes.
 * @returns null once all are in the store; an error at the first that the database will never take
 * @throws LeaseLost, StoreUnavailable
 */
export async function applyRecordedPages(
  { store, search }: Pick<ApplyingDeps, "search"> & { store: Pick<WalkStore, "bodyOf" | "applyPage"> },
  walk: LeasedWalk,
  callIds: readonly number[],
): Promise<StoreRefused | null> {
  for (const callId of callIds) {
    const page = search.readPage(await store.bodyOf(callId));
    const refused = await applyPaidPage(store, walk, callId, page);
    if (refused !== null) return refused;
  }
  return null;
}

/**
 * Applies one recorded page.
 * @returns null once the page is in the store; an error where the database will never take it
 * @throws LeaseLost, StoreUnavailable
 */
export async function applyPaidPage(
  store: Pick<WalkStore, "applyPage">,
  { lease, search }: LeasedWalk,
  callId: number,
  page: SearchPage,
): Promise<StoreRefused | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await store.applyPage(lease, callId, page, detailFlagsOf(search));
      return null;
    } catch (error) {
      if (error instanceof StoreRefused) return error;
      const mayHelp = error instanceof StoreUnavailable && !(error instanceof StoreWentBack);
      if (!mayHelp || attempt === MOST_ATTEMPTS) throw error;
    }
  }
}
