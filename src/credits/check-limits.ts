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
  /** The last balance that an answer named, and when. */
  readonly balance: number | null;
  readonly balanceAt: Date | null;
  /** When the newest answer named no balance that can be read; null: it named one, or there is no answer. */
  readonly balanceMissingAt: Date | null;
  /** Booked for calls that the balance may not include: opened after the call whose answer named it, or ended later. */
  readonly spentSinceBalance: number;
  readonly suspenseSinceBalance: number;
  readonly reservedSinceBalance: number;
  /** Calls of this key in flight. */
  readonly inFlight: number;
  /** Whether one of them is exclusive: no other call of the key may be in flight beside it. */
  readonly exclusiveInFlight: boolean;
  /** Whether another walk waits to open an exclusive call, which goes next. */
  readonly exclusiveWaiting: boolean;
  /** Largest price that an answer to a call of this class named; null: the class was never bought. */
  readonly maxPriceSeen: number | null;
  /** A price of this class out of all proportion, which an exclusive call has to confirm; null: there is none. */
  readonly outlier: number | null;
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

type Stop = { readonly kind: "stop"; readonly reason: SpendingStop; readonly note: string | null };

export type LimitDecision =
  /** `exclusive`: no other call of the key may be in flight beside it. */
  | { readonly kind: "open"; readonly reserve: number; readonly exclusive: boolean }
  /** `exclusive`: the call that waits has to be exclusive, so that the other walks of the key let it go next. */
  | { readonly kind: "wait"; readonly exclusive: boolean }
  | Stop;

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
  const aboveFloor = checkFloor(reserve, key, trigger, money);
  if (aboveFloor.kind === "stop") return aboveFloor;
  const exclusive =
    aboveFloor.kind === "probe" ||
    key.maxPriceSeen === null ||
    key.outlier !== null ||
    key.rejectedAt !== null ||
    key.emptyAt !== null;
  const isExcluded = key.exclusiveInFlight || key.exclusiveWaiting || (exclusive && key.inFlight > 0);
  const isShort = withinLimits.kind === "wait" || aboveFloor.kind === "wait";
  return isExcluded || isShort ? { kind: "wait", exclusive } : { kind: "open", reserve, exclusive };
}

function toStop(admission: Extract<Admission, { kind: "stop" }>): Stop {
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

/** `probe`: one exclusive call may find out what the balance is. */
type FloorDecision = Stop | { readonly kind: "open" | "wait" | "probe" };

/** A floor is kept by the balance that answers name, so a balance that is unknown or reached is asked for with one call. */
function checkFloor(
  reserve: number,
  key: KeyState,
  trigger: RunTrigger,
  { minBalance }: MoneyLimits,
): FloorDecision {
  if (minBalance === null) return { kind: "open" };
  const admission =
    key.balance === null ? null : admitPrice(reserve, [toFloor(key, key.balance, minBalance)]);
  if (admission !== null && admission.kind !== "stop") return admission;
  if (isStale(lastAskedForBalance(key), trigger)) return { kind: "probe" };
  if (key.balanceMissingAt === null && admission !== null) return toStop(admission);
  const note = `MIN_CREDIT_BALANCE is ${minBalance}, and the newest answer named no balance that can be read: no call is opened that may go below it`;
  return { kind: "stop", reason: "balance_floor", note };
}

function toFloor(key: KeyState, balance: number, minBalance: number): Limit {
  return {
    reason: "balance_floor",
    limit: balance - minBalance,
    spent: key.spentSinceBalance,
    suspense: key.suspenseSinceBalance,
    reserved: key.reservedSinceBalance,
  };
}

/** When the newest answer came that named a balance, or should have; null: there is none. */
function lastAskedForBalance({ balanceAt, balanceMissingAt }: KeyState): Date | null {
  if (balanceAt === null || balanceMissingAt === null) return balanceAt ?? balanceMissingAt;
  return balanceAt > balanceMissingAt ? balanceAt : balanceMissingAt;
}

/** A balance may have changed since: it counts as stale for a person who asks again, and for a schedule a day later. */
function isStale(askedAt: Date | null, { at, byPerson, now }: RunTrigger): boolean {
  if (askedAt === null) return true;
  return byPerson ? askedAt < at : now.getTime() - askedAt.getTime() >= NEARLY_A_DAY_MS;
}
