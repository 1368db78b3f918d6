/** Stop reasons that a limit gives, from the narrowest limit to the widest. */
export type LimitReason = "budget_reached" | "daily_limit" | "monthly_limit" | "balance_floor";

/** One limit that covers a call, with what is booked against it; all figures in credits. */
export interface Limit {
  readonly reason: LimitReason;
  readonly limit: number;
  readonly spent: number;
  /** Booked because nobody knows whether its calls were charged; counts like `spent`. */
  readonly suspense: number;
  /** Booked for calls still under way; most of it may come back. */
  readonly reserved: number;
}

export type Admission =
  | { readonly kind: "open" }
  /** Short only because of calls still under way: ask again when one of them has settled. */
  | { readonly kind: "wait" }
  | {
      readonly kind: "stop";
      readonly reason: LimitReason;
      /** True where the call would fit were it not for credits in suspense. */
      readonly becauseOfSuspense: boolean;
    };

/**
 * Decides whether a call of this worst price (credits) may be opened under all the limits that cover it.
 * A limit that can never admit the call wins over one that is only waited for; of several, the first given.
 */
export function admitPrice(price: number, limits: readonly Limit[]): Admission {
  const spent = limits.find((limit) => limit.spent + limit.suspense + price > limit.limit);
  if (spent !== undefined) {
    const becauseOfSuspense = spent.spent + price <= spent.limit;
    return { kind: "stop", reason: spent.reason, becauseOfSuspense };
  }
  const fits = limits.every((limit) => limit.spent + limit.suspense + limit.reserved + price <= limit.limit);
  return fits ? { kind: "open" } : { kind: "wait" };
}
