/** One call of a key, as far as its balance goes; in the order in which calls were opened. */
export interface BalanceCall {
  readonly id: number;
  readonly openedAt: Date;
  /** When it ended; null: it has not. */
  readonly endedAt: Date | null;
  readonly isSettled: boolean;
  /** Credits settled. */
  readonly credits: number;
  /** Credits left, by its answer; null: it named none. */
  readonly balance: number | null;
  /** Names the page of the reading that it asked for. */
  readonly page: string;
}

/** A call that was given up may still be charged for a while; later balances have seen it. In milliseconds. */
const CHARGED_BY_THEN_MS = 60_000;
/** Answers in a row that must add up before it is believed that nobody else spends. */
const ANSWERS_IN_EVIDENCE = 3;

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
  const before = calls.slice(0, place).findLastIndex((_, index) => isQuiet(calls, index));
  if (before === -1 || !addsUp(calls, before)) return null;
  const knownFrom = suspect.endedAt.getTime() + CHARGED_BY_THEN_MS;
  const after = calls.findIndex(
    (call, index) => index > place && call.openedAt.getTime() >= knownFrom && isQuiet(calls, index),
  );
  if (after === -1) return null;
  const between = calls.slice(before + 1, after + 1).filter(({ id }) => id !== suspectId);
  if (between.some(({ isSettled }) => !isSettled)) return null;
  const charge = differenceOf(calls[before], calls[after]) - sumOf(between);
  const again = between.find(({ page, id }) => page === suspect.page && id > suspectId);
  return charge === 0 || (again !== undefined && charge === again.credits) ? charge : null;
}

/** Whether a balance was named while nothing else was under way. */
function isQuiet(calls: readonly BalanceCall[], index: number): boolean {
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
function addsUp(calls: readonly BalanceCall[], last: number): boolean {
  for (let first = last - 1, answers = 1; first >= 0; first -= 1) {
    if (!isQuiet(calls, first)) continue;
    const between = calls.slice(first + 1, last + 1);
    if (between.some(({ isSettled }) => !isSettled)) return false;
    if (differenceOf(calls[first], calls[last]) !== sumOf(between)) return false;
    answers += 1;
    if (answers >= ANSWERS_IN_EVIDENCE) return true;
  }
  return false;
}

function differenceOf(earlier: BalanceCall | undefined, later: BalanceCall | undefined): number {
  return (earlier?.balance ?? 0) - (later?.balance ?? 0);
}

function sumOf(calls: readonly BalanceCall[]): number {
  return calls.reduce((sum, { credits }) => sum + credits, 0);
}
