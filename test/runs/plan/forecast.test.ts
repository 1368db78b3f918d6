import { array, assert, integer, nat, option, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { addForecasts, forecastPass } from "../../../src/runs/plan/forecast.ts";

const rules = { page: 1, pageCredits: 25, stopAfterKnownPages: 0, mostCredits: null };

describe("the forecast of a reading", () => {
  it("is the middle of what earlier readings cost, between the cheapest and the dearest", () => {
    expect(forecastPass({ completeCredits: [120, 80, 150], totalCount: 100 }, rules)).toEqual({
      low: 80,
      likely: 120,
      high: 150,
    });
  });

  it("may be as low as the pages of known people that end a refresh, and as high as the search has grown", () => {
    const history = { completeCredits: [1_000], totalCount: 1_200 };
    expect(forecastPass(history, { ...rules, stopAfterKnownPages: 2 })).toEqual({
      low: 50,
      likely: 1_000,
      high: 1_200,
    });
  });

  it("is what is left of it where a reading goes on", () => {
    const history = { completeCredits: [], totalCount: 110 };
    expect(forecastPass(history, { ...rules, page: 3 })).toEqual({ low: 60, likely: 60, high: 60 });
  });

  it("is not made up where nothing was ever asked", () => {
    expect(forecastPass({ completeCredits: [], totalCount: null }, rules)).toBeNull();
  });

  it("is always in order and never beyond the budget", () => {
    const credits = nat(100_000);
    const histories = record({
      completeCredits: array(credits, { maxLength: 5 }),
      totalCount: option(credits),
    });
    const anyRules = record({
      page: integer({ min: 1, max: 100 }),
      pageCredits: integer({ min: 1, max: 100 }),
      stopAfterKnownPages: nat(5),
      mostCredits: option(credits),
    });
    assert(
      property(histories, anyRules, (history, any) => {
        const forecast = forecastPass(history, any);
        if (forecast === null) return;
        expect(forecast.low).toBeGreaterThanOrEqual(0);
        expect(forecast.low).toBeLessThanOrEqual(forecast.likely);
        expect(forecast.likely).toBeLessThanOrEqual(forecast.high);
        expect(forecast.high).toBeLessThanOrEqual(any.mostCredits ?? forecast.high);
      }),
    );
  });
});

describe("forecasts together", () => {
  it("add up what is known, within the budget of the run", () => {
    const one = { low: 10, likely: 20, high: 30 };
    expect(addForecasts([one, null, one], null)).toEqual({ low: 20, likely: 40, high: 60 });
    expect(addForecasts([one, one], 35)).toEqual({ low: 20, likely: 35, high: 35 });
    expect(addForecasts([null], 35)).toBeNull();
  });
});
