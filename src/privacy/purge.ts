import type { PersonKey } from "../people/identity/person-keys.ts";
import type { ErasureStore } from "./forget.ts";
import type { ScrubOutcome } from "./scrub-outcome.ts";

/** Days for which things are kept. */
export interface RetentionRules {
  /** Since people were first collected; null: for ever. */
  readonly people: number | null;
  /** For raw answers and rejected profiles. */
  readonly raw: number;
}

/** What was deleted. */
export interface PurgeCounts {
  readonly people: number;
  readonly bodies: number;
  readonly rejected: number;
}

/** Deletes by age. Each function is one transaction, so storing a page waits for one of them at most. */
export interface PurgeStore extends Pick<ErasureStore, "erase" | "isScrubDue" | "scrub"> {
  /** Deletes a batch of raw answers and rejected profiles that are past their time; zeros: none are left. */
  purgeRaw(rules: RetentionRules): Promise<PurgeCounts>;
  /** Deletes a batch of people who are past their time; zeros: none are left. */
  purgePeople(rules: RetentionRules): Promise<PurgeCounts>;
  /** Deletes what the queue and the webhook no longer need, which holds no people. */
  purgeQueue(rules: RetentionRules): Promise<void>;
  /** Returns keys of some stored people who are suppressed; empty: none are left. */
  suppressedButStored(): Promise<PersonKey[]>;
  /** Redacts suppressed people in stored answers that are not pages; returns how many answers held some. */
  redactBrokenAnswers(): Promise<number>;
  /** Returns true to one process of all that ask within a day. */
  claimPurge(): Promise<boolean>;
}

export interface PurgeDeps {
  readonly erasure: PurgeStore;
  readonly rules: RetentionRules;
}

export interface PurgeReport extends PurgeCounts {
  /** Suppressed people who were stored again, as after a backup was restored. */
  readonly suppressed: number;
  /** What became of the traces in the files of the server; null: nothing was deleted, or the purge was interrupted. */
  readonly scrub: ScrubOutcome | null;
}

/** Erases people who are suppressed and stored again, as after a backup was restored. Returns how many. */
export async function eraseResurrected(
  erasure: Pick<PurgeStore, "suppressedButStored" | "erase">,
  stopping: AbortSignal,
): Promise<number> {
  let people = 0;
  for (;;) {
    const keys = stopping.aborted ? [] : await erasure.suppressedButStored();
    if (keys.length === 0) return people;
    people += (await erasure.erase(keys)).erased.people;
  }
}

/**
 * Deletes expired data, and erases again people who are suppressed and stored, a batch at a time until nothing is left.
 * @param stopping ends it between two batches; the next purge continues
 */
export async function purge({ erasure, rules }: PurgeDeps, stopping: AbortSignal): Promise<PurgeReport> {
  const total = { people: 0, bodies: 0, rejected: 0, suppressed: 0 };
  total.suppressed = await eraseResurrected(erasure, stopping);
  if (!stopping.aborted) total.bodies += await erasure.redactBrokenAnswers();
  for (const step of [() => erasure.purgeRaw(rules), () => erasure.purgePeople(rules)]) {
    while (!stopping.aborted) {
      const { people, bodies, rejected } = await step();
      if (people + bodies + rejected === 0) break;
      total.people += people;
      total.bodies += bodies;
      total.rejected += rejected;
    }
  }
  if (!stopping.aborted) await erasure.purgeQueue(rules);
  const isDue = Object.values(total).some((count) => count > 0) || (await erasure.isScrubDue());
  return { ...total, scrub: isDue && !stopping.aborted ? await erasure.scrub() : null };
}

/**
 * Runs a purge at most once a day across all processes; null: one was done within a day. A scrub that was put off is tried
 * again each time.
 */
export async function purgeDaily(deps: PurgeDeps, stopping: AbortSignal): Promise<PurgeReport | null> {
  if (await deps.erasure.claimPurge()) return purge(deps, stopping);
  if (!stopping.aborted && (await deps.erasure.isScrubDue())) await deps.erasure.scrub();
  return null;
}
