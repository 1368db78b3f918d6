/** One call of a key, with what balance arithmetic needs of it. */
export interface BalanceCall {
  readonly id: number;
  readonly openedAt: Date;
  /** When it ended; null: it is in flight, or its process was lost. */
  readonly endedAt: Date | null;
  readonly isSettled: boolean;
  /** Credits settled. */
  readonly credits: number;
  /** Credits left, by its answer; null: the answer named none. */
  readonly balance: number | null;
  /** Names the page of the pass that it asked for. */
  readonly page: string;
}

/** A call that was given up may still be charged for so many milliseconds; later balances include it. */
const LATEST_CHARGE_MS = 60_000;
/** Answers in a row whose balances must add up before the workspace counts as ours alone. */
const MIN_CONSISTENT_BALANCES = 3;

/**
 * What a call in suspense was charged, by the balances before and after it; null where that is not sound. It is where
 * nothing else was under way when either balance was named, everything between is settled, the balances before added up
 * by themselves, so that nobody else seems to spend, the later one had time to know, and the difference is nothing or just
 * what the same page cost when it was bought again. A top-up or somebody else's spending gives another figure.
 */
export function inferCharge(calls: readonly BalanceCall[], suspectId: number): number | null {
  const place = calls.findIndex(({ id }) => id === suspectId);
  const suspect = calls[place];
  if (suspect?.endedAt == null) return null;
  const before = calls.slice(0, place).findLastIndex((_, index) => isIsolated(calls, index));
  if (before === -1 || !isConsistent(calls, before)) return null;
  const knownFrom = suspect.endedAt.getTime() + LATEST_CHARGE_MS;
  const after = calls.findIndex(
    (call, index) => index > place && call.openedAt.getTime() >= knownFrom && isIsolated(calls, index),
  );
  if (after === -1) return null;
  const between = calls.slice(before + 1, after + 1).filter(({ id }) => id !== suspectId);
  if (between.some(({ isSettled }) => !isSettled)) return null;
  const charge = differenceOf(calls[before], calls[after]) - sumOf(between);
  const again = between.find(({ page, id }) => page === suspect.page && id > suspectId);
  return charge === 0 || (again !== undefined && charge === again.credits) ? charge : null;
}

/** Whether a balance was named while no other call was in flight. */
function isIsolated(calls: readonly BalanceCall[], index: number): boolean {
  const call = calls[index];
  if (call?.balance == null || call.endedAt === null || !call.isSettled) return false;
  const { openedAt, endedAt } = call;
  return calls.every(
    (other, place) =>
      place === index ||
      (place < index ? other.endedAt !== null && other.endedAt <= openedAt : other.openedAt >= endedAt),
  );
}

/** Whether the balances up to this one fell by what was settled, over enough answers. */
function isConsistent(calls: readonly BalanceCall[], last: number): boolean {
  for (let first = last - 1, answers = 1; first >= 0; first -= 1) {
    if (!isIsolated(calls, first)) continue;
    const between = calls.slice(first + 1, last + 1);
    if (between.some(({ isSettled }) => !isSettled)) return false;
    if (differenceOf(calls[first], calls[last]) !== sumOf(between)) return false;
    answers += 1;
    if (answers >= MIN_CONSISTENT_BALANCES) return true;
  }
  return false;
}

function differenceOf(earlier: BalanceCall | undefined, later: BalanceCall | undefined): number {
  return (earlier?.balance ?? 0) - (later?.balance ?? 0);
}

function sumOf(calls: readonly BalanceCall[]): number {
  return calls.reduce((sum, { credits }) => sum + credits, 0);
}
