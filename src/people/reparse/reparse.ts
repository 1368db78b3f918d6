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
  /** Forgets how far an unfinished one has come. */
  readonly restart: boolean;
  /** Fires when the person wants it to end after the batch under way. */
  readonly stopping: AbortSignal;
  onProgress(progress: ReparseProgress): void;
}

export interface ReparseResult extends ReparseProgress {
  /** People read by this command, not by those before that it carried on. */
  readonly readNow: number;
  /** Profiles that were rejected once and are stored now. */
  readonly recovered: number;
}

/**
 * Reads all people anew from their stored versions, for zero credits. What was rejected comes first, so that it has its
 * place in the order of sightings when its people are rebuilt.
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
