/** What spent credits can be grouped by. */
export const LEDGER_GROUPS = ["spec", "tag", "day", "run"] as const;
export type LedgerGroup = (typeof LEDGER_GROUPS)[number];

/** Credits and people of one spec, tag, day or run. */
export interface LedgerLine {
  readonly key: string;
  readonly pages: number;
  readonly profiles: number;
  readonly profilesNew: number;
  readonly creditsSpent: number;
  readonly creditsInSuspense: number;
  /** Booked for calls in flight. */
  readonly creditsReserved: number;
}

/** A call that may have been charged. */
export interface SuspenseLine {
  readonly call: number;
  readonly spec: string;
  readonly run: number;
  readonly page: number;
  readonly credits: number;
  readonly openedAt: Date;
  readonly why: string | null;
  /** Whether the same page was bought again since. */
  readonly rebought: boolean;
}

/** What the newest answers said of a key. */
export interface BalanceLine {
  /** Names the key without revealing it. */
  readonly key: string;
  readonly balance: number | null;
  readonly balanceAt: Date | null;
  /** Since when it is refused, or out of credits; null: it is not. */
  readonly rejectedAt: Date | null;
  readonly emptyAt: Date | null;
}
