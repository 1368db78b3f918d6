import { describe, expect, it } from "vitest";
import {
  clock,
  count,
  day,
  duration,
  minute,
  percent,
  plural,
  ratio,
} from "../../../src/http/html/format.ts";

const AT = new Date("2026-12-14T01:00:14Z");

describe("numbers and times on pages", () => {
  it("set thousands apart and name what is counted", () => {
    expect([count(12_480), count(0), plural(1, "call"), plural(2_000, "search", "searches")]).toEqual([
      "12,480",
      "0",
      "1 call",
      "2,000 searches",
    ]);
  });

  it("show a ratio with two digits, and none for nothing", () => {
    expect([ratio(287, 203), ratio(5, 0), ratio(0, 5)]).toEqual(["1.41", "–", "0.00"]);
    expect(percent(0.416)).toBe("42\u2009%");
  });

  it("are of the zone that is told", () => {
    expect(minute(AT, "Europe/Paris")).toBe("14 Dec 2026, 02:00");
    expect(clock(AT, "Asia/Tokyo")).toBe("10:00:14");
    expect(day(AT, "America/New_York")).toBe("13 Dec 2026");
  });

  it("tell how long something took in its largest units", () => {
    expect([0, 12_400, 59_700, 240_000, 3_600_000, 7_800_000].map(duration)).toEqual([
      "0 s",
      "12 s",
      "1 min",
      "4 min",
      "1 h",
      "2 h 10 min",
    ]);
  });
});
