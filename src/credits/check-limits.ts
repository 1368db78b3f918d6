import { type Admission, admitPrice, type Limit, type LimitReason } from "./limits.ts";
import { worstPrice } from "./page-price.ts";

/** For a schedule a balance is a day old from here on: the run of the day before may have ended some hours after its start. */
const NEARLY_A_DAY_MS = 20 * 60 * 60 * 1000;

/** What is known of an API key; credits and times by the database's clock. */
export interface KeyState {
  /** When it was last refused (401, 403), or null where it has worked since. */
  readonly rejectedAt: Date | null;
  /** When a person last allowed schedules to try it again; null: never. */
  readonly retryAllowedAt: Date | null;
  /** When it was last out of credits (402), or null where it has paid since. */
  readonly emptyAt: Date | null;
  /** Balance that the newest answer named, and when. */
  readonly balance: number | null;
  readonly balanceAt: Date | null;
  /** Booked for calls that the balance may not include: opened after the call whose answer named it, or ended later. */
  readonly spentSinceBalance: number;
  readonly suspenseSinceBalance: number;
  readonly reservedSinceBalance: number;
  /** Calls of this key in flight. */
  readonly inFlight: number;
  /** Whether one of them is exclusive: no other call of the key may be in flight beside it. */
  readonly exclusiveInFlight: boolean;
  /** Largest price that an answer to a call of this class named; null: the class was never bought. */
  readonly maxPriceSeen: number | null;
}

/** What started the run: a person may try a key again that a schedule must leave alone. */
export interface RunTrigger {
  readonly at: Date;
  readonly byPerson: boolean;
  readonly now: Date;
}

export interface MoneyLimits {
  /** Configured `PAGE_CREDITS`. */
  readonly pageCredits: number;
  /** Configured `MIN_CREDIT_BALANCE`; null: no floor. */
  readonly minBalance: number | null;
}

/** What the operators allow to be spent; credits. */
export interface SpendingLimits extends MoneyLimits {
  /** Names the API key without revealing it. */
  readonly keyId: string;
  readonly dailyLimit: number | null;
  readonly monthlyLimit: number | null;
  /** Zone in which days and months begin. */
  readonly timeZone: string;
}

/** Why no call may be opened: a limit, or the key itself. */
export type SpendingStop = LimitReason | "key_rejected" | "out_of_credits";

export type LimitDecision =
  /** `exclusive`: no other call of the key may be in flight beside it. */
  | { readonly kind: "open"; readonly reserve: number; readonly exclusive: boolean }
  | { readonly kind: "wait" }
  | { readonly kind: "stop"; readonly reason: SpendingStop; readonly note: string | null };

/**
 * Decides whether the next call of a walk may be opened, and how many credits are reserved for it.
 * @param limits every limit that covers the call, from the narrowest to the widest
 */
export function checkLimits(
  limits: readonly Limit[],
  key: KeyState,
  trigger: RunTrigger,
  money: MoneyLimits,
): LimitDecision {
  const refusal = keyStopReason(key, trigger);
  if (refusal !== null) return { kind: "stop", reason: refusal, note: null };
  const reserve = worstPrice(money.pageCredits, key.maxPriceSeen);
  const withinLimits = admitPrice(reserve, limits);
  if (withinLimits.kind === "stop") return toStop(withinLimits);
  const floor = balanceFloor(key, money);
  const withinFloor = floor === null ? withinLimits : admitPrice(reserve, [floor]);
  const probesBalance = withinFloor.kind === "stop" && isBalanceStale(key.balanceAt, trigger);
  if (withinFloor.kind === "stop" && !probesBalance) return toStop(withinFloor);
  const exclusive =
    probesBalance || key.maxPriceSeen === null || key.rejectedAt !== null || key.emptyAt !== null;
  const isExcluded = key.exclusiveInFlight || (exclusive && key.inFlight > 0);
  const short = withinLimits.kind === "wait" || withinFloor.kind === "wait";
  return isExcluded || short ? { kind: "wait" } : { kind: "open", reserve, exclusive };
}

function toStop(admission: Extract<Admission, { kind: "stop" }>): LimitDecision {
  const note = admission.becauseOfSuspense ? "filled by credits in suspense" : null;
  return { kind: "stop", reason: admission.reason, note };
}

/** After a 401 or 403 schedules wait for a person; after a 402 the next run asks again, whatever started it. */
function keyStopReason(key: KeyState, trigger: RunTrigger): SpendingStop | null {
  const { rejectedAt, retryAllowedAt, emptyAt } = key;
  if (rejectedAt !== null) {
    const isAllowed = retryAllowedAt !== null && rejectedAt < retryAllowedAt;
    if (!isAllowed && !(trigger.byPerson && rejectedAt < trigger.at)) return "key_rejected";
  }
  return emptyAt !== null && !(emptyAt < trigger.at) ? "out_of_credits" : null;
}

/** A balance may have changed since: it counts as stale for a person who asks again, and for a schedule a day later. */
function isBalanceStale(namedAt: Date | null, { at, byPerson, now }: RunTrigger): boolean {
  if (namedAt === null) return true;
  return byPerson ? namedAt < at : now.getTime() - namedAt.getTime() >= NEARLY_A_DAY_MS;
}

function balanceFloor(key: KeyState, { minBalance }: MoneyLimits): Limit | null {
  if (minBalance === null || key.balance === null) return null;
  return {
    reason: "balance_floor",
    limit: key.balance - minBalance,
    spent: key.spentSinceBalance,
    suspense: key.suspenseSinceBalance,
    reserved: key.reservedSinceBalance,
  };
}
