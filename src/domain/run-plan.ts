import { chooseReading, type LastReading } from "./reading.ts";
import type { StoredSpec } from "./spec-changes.ts";

/** What was bought of a search before. */
export interface SearchHistory {
  readonly last: LastReading | null;
  readonly everComplete: boolean;
  /** People that the newest answer said the search has in all; null: never asked. Advice only. */
  readonly totalCount: number | null;
  /** Credits and pages that its last complete reading cost. */
  readonly completeCredits: number | null;
}

/** What a run would do with one spec. */
export interface PlannedSpec {
  readonly spec: string;
  readonly revision: number;
  /** `fresh` and `failed`: nothing to buy. */
  readonly action: "first" | "refresh" | "continue" | "fresh" | "failed";
  /** Page it would start from; null where nothing is bought. */
  readonly page: number | null;
  /** Credits that it is likely to cost, from what was bought before; null: nobody knows. */
  readonly likelyCredits: number | null;
  /** Credits that it cannot go beyond in one run; null: no limit of its own. */
  readonly mostCredits: number | null;
}

export interface RunPlan {
  readonly specs: readonly PlannedSpec[];
  /** Sum of what is known; null where nothing is. */
  readonly likelyCredits: number | null;
  /** Specs whose cost nobody knows. */
  readonly unknown: number;
  /** Credits that the run cannot go beyond; null: no limit. */
  readonly mostCredits: number | null;
}

export interface PlanRules {
  readonly restart: boolean;
  readonly runBudget: number | null;
  readonly maxPages: number | null;
  /** Credits that a page costs at most, as far as is known. */
  readonly pageCredits: number;
  readonly now: Date;
}

/** Says what a run of these specs would buy, from what is stored alone. */
export function planRun(
  specs: readonly { readonly spec: StoredSpec; readonly history: SearchHistory }[],
  rules: PlanRules,
): RunPlan {
  const planned = specs.map(({ spec, history }) => planSpec(spec, history, rules));
  const known = planned.flatMap(({ likelyCredits }) => likelyCredits ?? []);
  const most = planned.map(({ mostCredits }) => mostCredits);
  const likely = known.reduce((sum, credits) => sum + credits, 0);
  return {
    specs: planned,
    likelyCredits: known.length === 0 ? null : least(likely, rules.runBudget),
    unknown: planned.length - known.length,
    mostCredits: least(rules.runBudget, sumOrNull(most)),
  };
}

function planSpec(spec: StoredSpec, history: SearchHistory, rules: PlanRules): PlannedSpec {
  const { refreshDays } = spec;
  const reading = chooseReading(history.last, { ...rules, refreshDays, everComplete: history.everComplete });
  const base = { spec: spec.spec, revision: spec.revision };
  if (reading.kind === "fresh" || reading.kind === "failed") {
    return { ...base, action: reading.kind, page: null, likelyCredits: 0, mostCredits: 0 };
  }
  const maxPages = least(spec.maxPages, rules.maxPages);
  const most = least(spec.budgetCredits, maxPages === null ? null : maxPages * rules.pageCredits);
  const page = reading.kind === "continue" ? reading.page : 1;
  const rest =
    history.totalCount === null ? null : Math.max(0, history.totalCount - (page - 1) * rules.pageCredits);
  const likely = page === 1 ? (history.completeCredits ?? rest) : rest;
  return {
    ...base,
    action: reading.kind === "continue" ? "continue" : reading.refresh ? "refresh" : "first",
    page,
    likelyCredits: likely === null ? null : least(likely, most),
    mostCredits: most,
  };
}

function least(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

function sumOrNull(values: readonly (number | null)[]): number | null {
  return values.reduce(
    (sum: number | null, value) => (sum === null || value === null ? null : sum + value),
    0,
  );
}
