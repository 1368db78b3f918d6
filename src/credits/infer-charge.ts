/** One call of a key, with what balance arithmetic needs of it; in the order in which calls were opened. */
export interface BalanceCall {
  readonly id: number;
  readonly openedAt: Date;
  /** When it ended; null: it is in flight. */
  readonly endedAt: Date | null;
  readonly isSettled: boolean;
  /** Credits settled. */
  readonly credits: number;
  /** Credits left, by its answer; null: the answer named none. */
  readonly balance: number | null;
  /** Names the page of the pass that it asked for. */
  readonly page: string;
}

/** What calls in suspense were charged together; of several only the sum is known. */
export interface InferredCharge {
  readonly callIds: readonly number[];
  readonly credits: number;
}

/** A call whose answer named a balance, which includes its own charge and those before it. */
interface NamedCall extends BalanceCall {
  readonly endedAt: Date;
  readonly balance: number;
}

/** A call that was given up may still be charged for so many milliseconds; later balances include it. */
const LATEST_CHARGE_MS = 60_000;
/** Answers in a row whose balances must add up before the workspace counts as ours alone. */
const MIN_CONSISTENT_BALANCES = 3;

/**
 * What a call in suspense was charged, together with the others in suspense between the same two balances; null where that is
 * not sound. The API charges one call after the other, so that balances alone tell in which order: each is the one before less
 * its own price, and what is missing between is what the calls in suspense were charged. It is believed where the balances
 * before added up, so that no other program seems to spend; where the later call was opened after the last possible charge;
 * and where the sum is made of pages that were bought again, at their prices then. A top-up or foreign spending yields
 * another sum.
 */
export function inferCharge(calls: readonly BalanceCall[], suspectId: number): InferredCharge | null {
  const unsettled = calls.filter(({ isSettled }) => !isSettled);
  const suspect = unsettled.find(({ id }) => id === suspectId);
  if (suspect?.endedAt == null) return null;
  const chargedBy = suspect.endedAt.getTime() + LATEST_CHARGE_MS;
  const named = calls.filter(isNamed);
  const earlier = named.filter(({ endedAt }) => endedAt <= suspect.openedAt).toReversed();
  const later = named.filter(({ openedAt }) => openedAt.getTime() >= chargedBy);
  // Most suspects wait for a later balance: then the loop, which looks at pairs of calls, has nothing to do.
  for (const before of later.length === 0 ? [] : earlier) {
    if (!isConsistent(named, before)) continue;
    for (const after of later) {
      const group = suspectsBetween(unsettled, before, after);
      if (group?.includes(suspect) !== true) continue;
      const credits = missingBetween(calls, before, after, group.length);
      if (credits === null || !isPlausible(credits, group, calls)) return null;
      return { callIds: group.map(({ id }) => id), credits };
    }
  }
  return null;
}

function isNamed(call: BalanceCall): call is NamedCall {
  return call.isSettled && call.balance !== null && call.endedAt !== null;
}

/** Whether the balances up to this one fell by what was settled, over enough answers. */
function isConsistent(named: readonly NamedCall[], last: NamedCall): boolean {
  const upTo = named.filter(({ openedAt, balance }) => openedAt < last.endedAt && balance >= last.balance);
  const newest = byBalance(upTo).slice(-MIN_CONSISTENT_BALANCES);
  return newest.length === MIN_CONSISTENT_BALANCES && gapsOf(newest).every((gap) => gap === 0);
}

/** Largest balance first, which is the order in which the API charged. */
function byBalance(named: readonly NamedCall[]): NamedCall[] {
  return named.toSorted((one, other) => other.balance - one.balance || one.id - other.id);
}

/** What each balance falls short of the one before it, beyond the price of its own call. */
function gapsOf(charged: readonly NamedCall[]): number[] {
  return charged
    .slice(1)
    .map(({ balance, credits }, index) => (charged[index]?.balance ?? 0) - balance - credits);
}

/** The calls in suspense that only the later of two balances includes; null where one of them may lie on either side. */
function suspectsBetween(
  unsettled: readonly BalanceCall[],
  before: NamedCall,
  after: NamedCall,
): BalanceCall[] | null {
  const group: BalanceCall[] = [];
  for (const call of unsettled) {
    if (call.openedAt >= after.endedAt) continue;
    if (call.endedAt === null) return null;
    const chargedBy = call.endedAt.getTime() + LATEST_CHARGE_MS;
    if (chargedBy <= before.openedAt.getTime()) continue;
    if (call.openedAt < before.endedAt || chargedBy > after.openedAt.getTime()) return null;
    group.push(call);
  }
  return group;
}

/** The fall between two balances that no settled call explains; null where the calls do not fit between them. */
function missingBetween(
  calls: readonly BalanceCall[],
  before: NamedCall,
  after: NamedCall,
  suspects: number,
): number | null {
  const named = calls.filter(isNamed);
  const isToppedUp = named.some(
    ({ openedAt, endedAt, balance }) =>
      (openedAt >= before.endedAt && balance > before.balance) ||
      (endedAt <= after.openedAt && balance < after.balance),
  );
  const isUnclear = calls.some(
    (call) => call.isSettled && call.credits > 0 && !isNamed(call) && isDuring(call, before, after),
  );
  if (isToppedUp || isUnclear) return null;
  const between = named.filter(
    ({ balance, openedAt }) =>
      balance <= before.balance && balance >= after.balance && openedAt < after.endedAt,
  );
  const gaps = gapsOf(byBalance(between)).filter((gap) => gap !== 0);
  if (gaps.length > suspects || gaps.some((gap) => gap < 0)) return null;
  return gaps.reduce((sum, gap) => sum + gap, 0);
}

/** Whether a call whose answer named no balance may have been charged between two balances. */
function isDuring({ openedAt, endedAt }: BalanceCall, before: NamedCall, after: NamedCall): boolean {
  return openedAt < after.endedAt && (endedAt === null || endedAt > before.openedAt);
}

/** Whether a sum can be made of the prices at which some of the pages were bought again. */
function isPlausible(sum: number, group: readonly BalanceCall[], calls: readonly BalanceCall[]): boolean {
  const sums = new Set([0]);
  for (const { id, page } of group) {
    const again = calls.find((call) => call.page === page && call.id > id && isNamed(call));
    if (again !== undefined) for (const part of [...sums]) sums.add(part + again.credits);
  }
  return sums.has(sum);
}
