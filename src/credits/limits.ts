import { STEEPEST_RISE } from "./page-price.ts";

/** Stop reasons of the limits, from the narrowest limit to the widest. */
export type LimitReason = "budget_reached" | "daily_limit" | "monthly_limit" | "balance_floor";

/** One limit that covers a call, with what is booked against it; all figures in credits. */
export interface Limit {
  readonly reason: LimitReason;
  readonly limit: number;
  readonly spent: number;
  /** Booked for calls that may have been charged; counts like `spent`. */
  readonly suspense: number;
  /** Booked for calls in flight, each at the largest price of its class by now; part of it may come back. */
  readonly reserved: number;
}

export type Admission =
  | { readonly kind: "open" }
  /** Short only because of calls in flight: ask again when one of them has settled. */
  | { readonly kind: "wait" }
  | {
      readonly kind: "stop";
      readonly reason: LimitReason;
      /** True where the call would fit if no credits were in suspense. */
      readonly becauseOfSuspense: boolean;
    };

/**
 * Decides whether a call of this worst price (credits) may be opened under all the limits that cover it.
 * A limit that can never admit the call wins over one that is only waited for; of several such limits the first wins.
 */
export function admitPrice(price: number, limits: readonly Limit[]): Admission {
  const reached = limits.find((limit) => limit.spent + limit.suspense + price > limit.limit);
  if (reached !== undefined) {
    const becauseOfSuspense = reached.spent + price <= reached.limit;
    return { kind: "stop", reason: reached.reason, becauseOfSuspense };
  }
  return limits.every((limit) => fitsBesideOthers(price, limit)) ? { kind: "open" } : { kind: "wait" };
}

/**
 * Whether a call may be opened beside those in flight. All of them may turn out dearer than what was reserved, because their
 * price was asked for before anybody knew that it had risen; the limit must still hold all of them but one. Thus at most one
 * page goes beyond it, and where the room left is short calls go one at a time.
 */
function fitsBesideOthers(price: number, { limit, spent, suspense, reserved }: Limit): boolean {
  const left = limit - spent - suspense;
  return reserved + price <= left && STEEPEST_RISE * reserved <= left;
}
