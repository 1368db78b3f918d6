import type { StoredSpec } from "../../specs/spec-changes.ts";
import { choosePass, type LastPass } from "./choose-pass.ts";
import { addForecasts, type Forecast, forecastPass, type PassHistory } from "./forecast.ts";

/** What was bought of a search before. */
export interface SearchHistory extends PassHistory {
  readonly last: LastPass | null;
  readonly everComplete: boolean;
}

/** A search of which nothing was bought. */
export const NOTHING_BOUGHT: SearchHistory = {
  last: null,
  everComplete: false,
  totalCount: null,
  completeCredits: [],
};

/** What a run would do with one spec. */
export interface PlannedSpec {
  readonly spec: string;
  readonly revision: number;
  /** `fresh` and `failed`: nothing to buy. */
  readonly action: "first" | "refresh" | "continue" | "fresh" | "failed";
  /** Page it would start from; null where nothing is bought. */
  readonly page: number | null;
  /** What it will cost, from what was bought before; null: nobody knows. */
  readonly forecast: Forecast | null;
  /** Credits that it cannot go beyond in one run; null: no limit of its own. */
  readonly mostCredits: number | null;
  /** What is odd about the spec, a sentence each. */
  readonly warnings: readonly string[];
}

export interface RunPlan {
  readonly specs: readonly PlannedSpec[];
  /** Sum of what is known; null where nothing is. */
  readonly forecast: Forecast | null;
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
  const most = planned.map(({ mostCredits }) => mostCredits);
  const forecasts = planned.map(({ forecast }) => forecast);
  return {
    specs: planned,
    forecast: addForecasts(forecasts, rules.runBudget),
    unknown: forecasts.filter((forecast) => forecast === null).length,
    mostCredits: least(rules.runBudget, sumOrNull(most)),
  };
}

const NOTHING: Forecast = { low: 0, likely: 0, high: 0 };

function planSpec(spec: StoredSpec, history: SearchHistory, rules: PlanRules): PlannedSpec {
  const { refreshDays } = spec;
  const reading = choosePass(history.last, { ...rules, refreshDays, everComplete: history.everComplete });
  const base = { spec: spec.spec, revision: spec.revision, warnings: spec.warnings };
  if (reading.kind === "fresh" || reading.kind === "failed") {
    return { ...base, action: reading.kind, page: null, forecast: NOTHING, mostCredits: 0 };
  }
  const maxPages = least(spec.maxPages, rules.maxPages);
  const mostCredits = least(spec.budgetCredits, maxPages === null ? null : maxPages * rules.pageCredits);
  const page = reading.kind === "continue" ? reading.page : 1;
  const isRefresh = reading.kind === "start" && reading.refresh;
  const forecast = forecastPass(history, {
    page,
    pageCredits: rules.pageCredits,
    stopAfterKnownPages: isRefresh ? spec.stopAfterKnownPages : 0,
    mostCredits,
  });
  const action = reading.kind === "continue" ? "continue" : isRefresh ? "refresh" : "first";
  return { ...base, action, page, forecast, mostCredits };
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
