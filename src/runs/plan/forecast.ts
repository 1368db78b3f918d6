/** What a pass is expected to cost, in credits; `low` and `high` are the least and the most that was seen. */
export interface Forecast {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

export interface PassHistory {
  /** Credits of the newest complete passes of the search, newest first. */
  readonly completeCredits: readonly number[];
  /** `total_count` of the newest answer; null: no page was bought yet. Advice only. */
  readonly totalCount: number | null;
}

export interface ForecastRules {
  /** Page at which the pass goes on; 1: a new pass. */
  readonly page: number;
  /** Worst price of a page, in credits. */
  readonly pageCredits: number;
  /** Pages of known people after which a refresh ends; 0: it never ends so, or this is no refresh. */
  readonly stopAfterKnownPages: number;
  /** Limit of the pass, in credits; null: no limit. */
  readonly mostCredits: number | null;
}

/**
 * Returns what a pass, or the rest of one, will cost. The median of earlier passes is the best guess, and the cheapest and the
 * dearest of them are its interval; a refresh may also end at known people, and a search may have grown to the last
 * `total_count`. Returns null if nothing is known.
 */
export function forecastPass(history: PassHistory, rules: ForecastRules): Forecast | null {
  const { page, pageCredits, stopAfterKnownPages, mostCredits } = rules;
  const { completeCredits, totalCount } = history;
  const rest = totalCount === null ? null : Math.max(0, totalCount - (page - 1) * pageCredits);
  const seen = page === 1 ? completeCredits : [];
  const likely = median(seen) ?? rest;
  if (likely === null) return null;
  const atKnownPeople = stopAfterKnownPages > 0 ? stopAfterKnownPages * pageCredits : likely;
  const forecast = {
    low: Math.min(likely, atKnownPeople, ...seen),
    likely,
    high: Math.max(likely, rest ?? 0, ...seen),
  };
  return mostCredits === null ? forecast : clip(forecast, mostCredits);
}

/** Returns what several passes will cost together; null if nothing is known of any. */
export function addForecasts(
  forecasts: readonly (Forecast | null)[],
  mostCredits: number | null,
): Forecast | null {
  const known = forecasts.filter((forecast) => forecast !== null);
  if (known.length === 0) return null;
  const sum = (name: keyof Forecast) => known.reduce((total, forecast) => total + forecast[name], 0);
  const all = { low: sum("low"), likely: sum("likely"), high: sum("high") };
  return mostCredits === null ? all : clip(all, mostCredits);
}

function clip({ low, likely, high }: Forecast, most: number): Forecast {
  return { low: Math.min(low, most), likely: Math.min(likely, most), high: Math.min(high, most) };
}

/** Returns the lower of the middle two if their number is even. */
function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
