import type { BalanceLine, LedgerGroup, LedgerLine, SuspenseLine } from "./spend-report.ts";

/** The credits of a store, for people to look at and to put right. Every method may throw StoreUnavailable. */
export interface LedgerStore {
  /** What was spent, dearest first. */
  lines(group: LedgerGroup): Promise<LedgerLine[]>;
  /** Calls in suspense, oldest first. */
  suspense(): Promise<SuspenseLine[]>;
  /** Newest first. */
  balances(): Promise<BalanceLine[]>;
  /** Settles the calls in suspense of which the balances tell what they were charged. Gives how many. */
  resolveSuspense(): Promise<number>;
  /** Settles a call in suspense at so many credits. @throws UsageError where it is not in suspense */
  settle(call: number, credits: number): Promise<void>;
  /** Lets schedules try a refused key again. Gives when it was refused; null: it was not. */
  allowRetry(keyId: string): Promise<Date | null>;
  /** Forbids or allows all new calls, of every run and process. */
  hold(held: boolean): Promise<void>;
  /** Where `db copy` moved this store, from which nothing more is spent here; null: nowhere. */
  movedTo(): Promise<string | null>;
}
