import { type Admission, admitPrice, type Limit, type LimitReason } from "./limits.ts";
import { worstPrice } from "./page-price.ts";

/** A balance is a day old for a schedule from here on: last night was up to some hours longer than this one is. */
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
  /** Booked for calls that the balance may not know of: opened after the one whose answer named it, or ended later. */
  readonly spentSinceBalance: number;
  readonly suspenseSinceBalance: number;
  readonly reservedSinceBalance: number;
  /** Calls of this key under way. */
  readonly underWay: number;
  /** Whether one of them must have no company. */
  readonly aloneUnderWay: boolean;
  /** Largest price seen for calls of this class; null: class never bought. */
  readonly dearestSeen: number | null;
}

/** Who asked for the run: a person may try a key again that a schedule must leave alone. */
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
  /** Names the API key without telling it. */
  readonly keyId: string;
  readonly dailyLimit: number | null;
  readonly monthlyLimit: number | null;
  /** Zone in which days and months begin. */
  readonly timeZone: string;
}

/** Why no call may be opened: a limit, or the key itself. */
export type SpendingStop = LimitReason | "key_rejected" | "out_of_credits";

export type LimitDecision =
  /** `alone`: no other call of the key may be under way meanwhile. */
  | { readonly kind: "open"; readonly reserve: number; readonly alone: boolean }
  | { readonly kind: "wait" }
  | { readonly kind: "stop"; readonly reason: SpendingStop; readonly note: string | null };

/** Decides whether the next call of a walk may be opened, and for how many credits at the worst. */
export function checkLimits(
  limits: readonly Limit[],
  key: KeyState,
  asking: RunTrigger,
  rules: MoneyLimits,
): LimitDecision {
  const refusal = whyKeyStops(key, asking);
  if (refusal !== null) return { kind: "stop", reason: refusal, note: null };
  const reserve = worstPrice(rules.pageCredits, key.dearestSeen);
  const withinLimits = admitPrice(reserve, limits);
  if (withinLimits.kind === "stop") return toStop(withinLimits);
  const floor = balanceFloor(key, rules);
  const withinFloor = floor === null ? withinLimits : admitPrice(reserve, [floor]);
  const probesBalance = withinFloor.kind === "stop" && isOld(key.balanceAt, asking);
  if (withinFloor.kind === "stop" && !probesBalance) return toStop(withinFloor);
  const alone = probesBalance || key.dearestSeen === null || key.rejectedAt !== null || key.emptyAt !== null;
  const crowded = key.aloneUnderWay || (alone && key.underWay > 0);
  const short = withinLimits.kind === "wait" || withinFloor.kind === "wait";
  return crowded || short ? { kind: "wait" } : { kind: "open", reserve, alone };
}

function toStop(admission: Extract<Admission, { kind: "stop" }>): LimitDecision {
  const note = admission.becauseOfSuspense ? "filled by credits in suspense" : null;
  return { kind: "stop", reason: admission.reason, note };
}

/** After a 401 or 403 schedules wait for a person; after a 402 the next run looks again, whoever asked for it. */
function whyKeyStops(key: KeyState, asking: RunTrigger): SpendingStop | null {
  const { rejectedAt, retryAllowedAt, emptyAt } = key;
  if (rejectedAt !== null) {
    const isAllowed = retryAllowedAt !== null && rejectedAt < retryAllowedAt;
    if (!isAllowed && !(asking.byPerson && rejectedAt < asking.at)) return "key_rejected";
  }
  return emptyAt !== null && !(emptyAt < asking.at) ? "out_of_credits" : null;
}

/** The balance may have changed since: for a person once they ask again, for a schedule the night after. */
function isOld(then: Date | null, { at, byPerson, now }: RunTrigger): boolean {
  if (then === null) return true;
  return byPerson ? then < at : now.getTime() - then.getTime() >= NEARLY_A_DAY_MS;
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
