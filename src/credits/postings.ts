/** Where credits are booked. `available` has no balance of its own: the limits bound what is taken from it. */
export type CreditAccount = "available" | "reserved" | "spent" | "suspense";

/** Credits that move from one account to another; more than 0. */
export interface Posting {
  readonly from: CreditAccount;
  readonly to: CreditAccount;
  readonly credits: number;
}

/** What is booked for one call. */
export interface CallBooking {
  readonly account: Exclude<CreditAccount, "available">;
  readonly credits: number;
}

/** The postings that turn one booking of a call into another; none where nothing changes. */
export function postingsBetween(now: CallBooking, then: CallBooking): Posting[] {
  const both = Math.min(now.credits, then.credits);
  const postings: Posting[] = [
    { from: now.account, to: then.account, credits: now.account === then.account ? 0 : both },
    { from: now.account, to: "available", credits: now.credits - both },
    { from: "available", to: then.account, credits: then.credits - both },
  ];
  return postings.filter((posting) => posting.credits > 0);
}
