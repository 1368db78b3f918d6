/** How far a rebuilding of all people has come, over as many commands as it takes. */
export interface ReparseProgress {
  readonly id: number;
  /** People read anew. */
  readonly people: number;
  /** Those of them who came out different, and were written. */
  readonly changed: number;
  readonly finished: boolean;
}

/** People rebuilt from their stored versions. Every method may throw StoreUnavailable. */
export interface ReparseStore {
  /** The newest rebuilding where it is unfinished, else a new one. @param anew a new one in any case */
  begin(anew: boolean): Promise<ReparseProgress>;
  /** How many people there are. */
  count(): Promise<number>;
  /**
   * Tries again what the next call with rejected profiles after that one has kept of them. Gives the call and how many of
   * its profiles could be read now; null: there is none.
   */
  retryRejected(afterCall: number): Promise<{ callId: number; readable: number } | null>;
  /** Rebuilds the next batch of people, in the order of their ids. */
  rebuildNext(id: number): Promise<ReparseProgress>;
}
