import type { StoredSpec } from "../../specs/spec-changes.ts";
import { chooseFill, type GapHistory, NO_GAP_HISTORY } from "./choose-fill.ts";
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
  /**
   * `fresh`, `failed` and `no_gaps`: nothing to buy. `incomplete`: only a run without `--fill-gaps` goes on with its search, and
   * the run that is planned leaves it out.
   */
  readonly action: "first" | "refresh" | "continue" | "fresh" | "failed" | "fill" | "no_gaps" | "incomplete";
  /** Page it would start from; null where nothing is bought. */
  readonly page: number | null;
  /** The pages that it buys, where it fills gaps; null: all from `page` on. */
  readonly pages: readonly number[] | null;
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
  /** Buy again only the pages that can hold people whom complete passes have missed. */
  readonly fillGaps: boolean;
  readonly runBudget: number | null;
  readonly maxPages: number | null;
  /** Credits that a page costs at most, as far as is known. */
  readonly pageCredits: number;
  readonly now: Date;
}

/** A spec and what is stored of its search. */
export interface KnownSpec {
  readonly spec: StoredSpec;
  readonly history: SearchHistory;
  /** Needed where gaps are filled. */
  readonly gaps?: GapHistory | undefined;
}

/** Says what a run of these specs would buy, from what is stored alone. */
export function planRun(specs: readonly KnownSpec[], rules: PlanRules): RunPlan {
  const planned = specs.map((known) => (rules.fillGaps ? planFill(known, rules) : planSpec(known, rules)));
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

/** A fill ends as soon as everyone is found, so that it may cost one page only. */
function planFill({ spec, history, gaps = NO_GAP_HISTORY }: KnownSpec, rules: PlanRules): PlannedSpec {
  const fill = chooseFill(history.last, gaps);
  const base = { spec: spec.spec, revision: spec.revision, warnings: spec.warnings };
  if (fill.kind === "incomplete" || fill.kind === "no_gaps") {
    return { ...base, action: fill.kind, page: null, pages: null, forecast: NOTHING, mostCredits: 0 };
  }
  const { pages } = fill;
  const maxPages = Math.min(pages.length, spec.maxPages ?? pages.length, rules.maxPages ?? pages.length);
  const most = Math.min(maxPages * rules.pageCredits, spec.budgetCredits ?? Number.POSITIVE_INFINITY);
  const forecast = { low: Math.min(rules.pageCredits, most), likely: most, high: most };
  return { ...base, action: "fill", page: pages[0] ?? null, pages, forecast, mostCredits: most };
}

function planSpec({ spec, history }: KnownSpec, rules: PlanRules): PlannedSpec {
  const { refreshDays } = spec;
  const reading = choosePass(history.last, { ...rules, refreshDays, everComplete: history.everComplete });
  const base = { spec: spec.spec, revision: spec.revision, warnings: spec.warnings };
  if (reading.kind === "fresh" || reading.kind === "failed") {
    return { ...base, action: reading.kind, page: null, pages: null, forecast: NOTHING, mostCredits: 0 };
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
  return { ...base, action, page, pages: null, forecast, mostCredits };
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
