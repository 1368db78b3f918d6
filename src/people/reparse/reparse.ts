/** Progress of a rebuild of all people, over as many commands as it takes. */
export interface ReparseProgress {
  readonly id: number;
  /** Number of people that were read again. */
  readonly people: number;
  /** Number of those people who came out different and were written. */
  readonly changed: number;
  readonly finished: boolean;
}

/** The stored people and versions that a rebuild reads and writes. */
export interface ReparseStore {
  /** Continues the newest rebuild if it is unfinished, else begins another. @param anew begins another in any case */
  begin(anew: boolean): Promise<ReparseProgress>;
  /** Retries the next call after `afterCall` that has rejected profiles; null: there is none. */
  retryRejected(afterCall: number): Promise<{ callId: number; readable: number } | null>;
  /** Rebuilds the next batch of people, in the order of their ids. */
  rebuildNext(id: number): Promise<ReparseProgress>;
}

export interface ReparseOptions {
  /** Starts a new reparse even if the newest one is unfinished. */
  readonly restart: boolean;
  /** Ends the reparse after the current batch. */
  readonly stopping: AbortSignal;
  onProgress(progress: ReparseProgress): void;
}

export interface ReparseResult extends ReparseProgress {
  /** People parsed by this command, without those of the commands that it resumed. */
  readonly readNow: number;
  /** Profiles that had been rejected and are stored now. */
  readonly recovered: number;
}

/**
 * Parses all people again from their stored versions, for zero credits. Rejected profiles come first, so that their
 * sightings are in order when the people are rebuilt.
 */
export async function reparse(
  store: ReparseStore,
  { restart, stopping, onProgress }: ReparseOptions,
): Promise<ReparseResult> {
  const begun = await store.begin(restart);
  const recovered = await retryAllRejected(store, stopping);
  let progress = begun;
  while (!progress.finished && !stopping.aborted) {
    progress = await store.rebuildNext(begun.id);
    onProgress(progress);
  }
  return { ...progress, readNow: progress.people - begun.people, recovered };
}

async function retryAllRejected(store: ReparseStore, stopping: AbortSignal): Promise<number> {
  let recovered = 0;
  let afterCall = 0;
  while (!stopping.aborted) {
    const tried = await store.retryRejected(afterCall);
    if (tried === null) break;
    recovered += tried.readable;
    afterCall = tried.callId;
  }
  return recovered;
}
