/** What spent credits can be grouped by. */
export const LEDGER_GROUPS = ["spec", "owner", "tag", "day", "month", "run"] as const;
export type LedgerGroup = (typeof LEDGER_GROUPS)[number];

/** Credits and people of one spec, owner, tag, day, month or run. */
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

/** Calls in suspense that balances settled by the sum of their charges, because only that is known. */
export interface SettledTogether {
  readonly calls: readonly number[];
  readonly credits: number;
  readonly settledAt: Date;
}

/** What the searches of one class are held to cost, and why. */
export interface PriceLine {
  /** Names the key without revealing it. */
  readonly key: string;
  /** As `nameOfPriceClass` gives it. */
  readonly priceClass: string;
  /** Largest price of a page that an answer named; null: none counts, so that `PAGE_CREDITS` is reserved. */
  readonly credits: number | null;
  /** The call whose answer named it; null: it is not known. */
  readonly call: PricedCallLine | null;
  /** A price out of all proportion, which a second call has to confirm; null: there is none. */
  readonly outlier: number | null;
  readonly outlierCall: PricedCallLine | null;
}

export interface PricedCallLine {
  readonly call: number;
  readonly spec: string;
  readonly run: number;
  readonly page: number;
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
