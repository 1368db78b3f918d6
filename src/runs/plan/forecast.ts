/** What something is expected to cost, in credits; `low` and `high` are what it has been seen to come to. */
export interface Forecast {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

export interface PassHistory {
  /** Credits of the newest complete readings of the search, newest first. */
  readonly completeCredits: readonly number[];
  /** People that the newest answer said the search has in all; null: never asked. Advice only. */
  readonly totalCount: number | null;
}

export interface ForecastRules {
  /** Page that the reading goes on from; 1: a reading of its own. */
  readonly page: number;
  /** Credits that a page costs at the most, as far as is known. */
  readonly pageCredits: number;
  /** Pages of known people after which a refresh ends; 0: never, or no refresh. */
  readonly stopAfterKnownPages: number;
  /** Credits that it cannot go beyond; null: no limit. */
  readonly mostCredits: number | null;
}

/**
 * Says what the rest of a reading, or a reading of its own, will cost. What earlier readings cost is the best guess, and the
 * cheapest and the dearest of them its interval; a refresh may also end at people who are known, and a search may have
 * grown to what the API last said it holds. Null where nothing is known.
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

/** What several together will cost; null where nothing is known of any. */
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

/** The lower one of the middle two where they are even. */
function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
