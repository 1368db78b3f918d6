import type { ErasureStore, Purged, RetentionRules } from "./privacy-store.ts";

export interface PurgeDeps {
  readonly erasure: ErasureStore;
  readonly rules: RetentionRules;
}

export interface PurgeReport extends Purged {
  /** People who had asked to be forgotten and were back, as after a backup was restored. */
  readonly suppressed: number;
}

/**
 * Deletes what is past its time, and erases again whoever is suppressed and stored, a batch at a time until nothing is left.
 * @param stopping ends it between two batches; the next time goes on
 */
export async function purge({ erasure, rules }: PurgeDeps, stopping: AbortSignal): Promise<PurgeReport> {
  const total = { people: 0, bodies: 0, rejected: 0, suppressed: 0 };
  for (;;) {
    const keys = stopping.aborted ? [] : await erasure.suppressedButStored();
    if (keys.length === 0) break;
    const { erased } = await erasure.erase(keys);
    total.suppressed += erased.people;
  }
  for (const step of [() => erasure.purgeRaw(rules), () => erasure.purgePeople(rules)]) {
    while (!stopping.aborted) {
      const { people, bodies, rejected } = await step();
      if (people + bodies + rejected === 0) break;
      total.people += people;
      total.bodies += bodies;
      total.rejected += rejected;
    }
  }
  if (!stopping.aborted && total.people + total.suppressed + total.rejected > 0)
    await erasure.refreshStatistics();
  return total;
}

/** The same once a day, by one process of all that ask; null: it was done within a day. */
export async function purgeDaily(deps: PurgeDeps, stopping: AbortSignal): Promise<PurgeReport | null> {
  return (await deps.erasure.claimPurge()) ? purge(deps, stopping) : null;
}
