/** What operators look at, over all workers; credits, people and times. */
export interface StoreStats {
  readonly creditsSpent: number;
  readonly creditsInSuspense: number;
  readonly creditsReserved: number;
  /** Credits left by the newest answer of any key, and when it came. */
  readonly balance: number | null;
  readonly balanceAt: Date | null;
  /** Keys that are refused, and keys whose workspace is empty. */
  readonly keysRefused: number;
  readonly keysEmpty: number;
  readonly held: boolean;
  readonly profiles: Readonly<Record<"new" | "changed" | "unchanged" | "rejected" | "suppressed", number>>;
  /** Runs by status. */
  readonly runs: Readonly<Record<string, number>>;
  /** Schedules, and when a run of theirs last ended; null: never. */
  readonly schedules: readonly { readonly name: string; readonly lastSuccessAt: Date | null }[];
  /** Workers that have shown life within a minute. */
  readonly workers: number;
}

/** Worker processes and what they watch. Each method is one statement or two. Every one may throw StoreUnavailable. */
export interface WorkerStore {
  /** Shows that this worker lives, and that its canary is on its way. */
  sendHeartbeat(worker: string, host: string): Promise<void>;
  /** A canary of that worker came out of the queue, whoever did its job. */
  recordHeartbeat(worker: string): Promise<void>;
  /** Whether a canary of this worker came out of the queue within so many milliseconds. */
  isHeartbeatFresh(worker: string, withinMs: number): Promise<boolean>;
  /** Forgets a worker that ends, and those that died long ago. */
  remove(worker: string): Promise<void>;
  stats(): Promise<StoreStats>;
  /** Milliseconds by which this machine's clock is ahead of the database's. */
  clockSkewMs(): Promise<number>;
}
