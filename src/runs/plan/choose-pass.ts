import type { StopReason } from "../stop-reason.ts";
import type { Status } from "../transitions.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The newest pass of a search, as stored. */
export interface LastPass {
  readonly status: Status<"pass">;
  /** Null while it is open. */
  readonly endReason: StopReason | null;
  readonly endedAt: Date | null;
  readonly nextPage: number;
  /** Null if it has bought no page yet. */
  readonly lastBoughtAt: Date | null;
  /** When any pass of the search last bought a page; null: none has. */
  readonly searchBoughtAt: Date | null;
}

export type PassDecision =
  /** Nothing to buy: a pass read the search to its end within `refreshDays`. */
  | { readonly kind: "fresh"; readonly reason: StopReason }
  /** Nothing to buy: the same search failed within `refreshDays`, or before it ever brought a page, and would fail again. */
  | { readonly kind: "failed"; readonly reason: StopReason }
  | { readonly kind: "continue"; readonly page: number }
  | { readonly kind: "start"; readonly refresh: boolean };

export interface PassRules {
  /** Days for which bought pages are not bought again. */
  readonly refreshDays: number;
  /** Whether `--restart` demands page 1. */
  readonly restart: boolean;
  /** Whether any pass of this search was complete. */
  readonly everComplete: boolean;
  readonly now: Date;
}

/**
 * Decides whether a walk has anything to buy, and from where. A refresh is due `refreshDays` after the last page was bought,
 * whatever ended the pass.
 */
export function choosePass(last: LastPass | null, rules: PassRules): PassDecision {
  const start: PassDecision = { kind: "start", refresh: rules.everComplete };
  if (last === null || rules.restart) return start;
  if (last.status === "failed") {
    const isDue = last.searchBoughtAt !== null && !isWithin(last.searchBoughtAt, rules);
    return isDue ? start : { kind: "failed", reason: last.endReason ?? "contract_broken" };
  }
  if (last.status === "complete") {
    const isFresh = [last.endedAt, last.lastBoughtAt ?? last.endedAt].every(
      (time) => time !== null && isWithin(time, rules),
    );
    return isFresh ? { kind: "fresh", reason: last.endReason ?? "no_more_pages" } : start;
  }
  const bought = last.lastBoughtAt;
  return bought === null || isWithin(bought, rules) ? { kind: "continue", page: last.nextPage } : start;
}

function isWithin(then: Date, { refreshDays, now }: PassRules): boolean {
  return now.getTime() - then.getTime() < refreshDays * DAY_MS;
}
