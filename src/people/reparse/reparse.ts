import type { ReparseProgress, ReparseStore } from "./reparse-store.ts";

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
