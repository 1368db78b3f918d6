/** By what spent credits are listed. */
export const LEDGER_GROUPS = ["spec", "tag", "day", "run"] as const;
export type LedgerGroup = (typeof LEDGER_GROUPS)[number];

/** What one spec, tag, day or run came to; credits and people. */
export interface LedgerLine {
  readonly key: string;
  readonly pages: number;
  readonly profiles: number;
  readonly profilesNew: number;
  readonly creditsSpent: number;
  readonly creditsInSuspense: number;
  /** Booked for calls under way. */
  readonly creditsReserved: number;
}

/** A call of which nobody knows whether it was charged. */
export interface SuspenseLine {
  readonly call: number;
  readonly spec: string;
  readonly run: number;
  readonly page: number;
  readonly credits: number;
  readonly openedAt: Date;
  readonly why: string | null;
  /** Whether the same page was paid for again since. */
  readonly rebought: boolean;
}

/** What a key's answers said last. */
export interface BalanceLine {
  /** Names the key without telling it. */
  readonly key: string;
  readonly balance: number | null;
  readonly balanceAt: Date | null;
  /** Since when it is refused, or out of credits; null: it is not. */
  readonly rejectedAt: Date | null;
  readonly emptyAt: Date | null;
}
