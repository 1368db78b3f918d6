import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { checkCron, cron, describeCron, nextFirings, plainCron } from "../../../src/runs/schedules/cron.ts";

// Every zone that changes its clocks, minute by minute through a year.
vi.setConfig({ testTimeout: 300_000 });

const DAY_MS = 24 * 60 * 60 * 1_000;
const START = Date.UTC(2027, 0, 1);
const NOW = new Date(START);
const next = (expression: string, zone: string, from: string, count = 3) =>
  nextFirings(expression, zone, new Date(from), count).map((date) => `${date.toISOString().slice(0, 16)}Z`);

describe("a cron expression", () => {
  it.each([
    ["0 2 * * *", "At 02:00, every day"],
    ["@daily", "At 00:00, every day"],
    ["@midnight", "At 00:00, every day"],
    ["@weekly", "At 00:00, on Sunday"],
    ["@yearly", "At 00:00, on day 1 of the month, in January"],
    ["@hourly", "At minute 0 of every hour, every day"],
    ["0 2 */1 * 1", "At 02:00, on Monday"],
    ["0 2 15 * */1", "At 02:00, on day 15 of the month"],
    ["0 2 15 * 0-7", "At 02:00, on day 15 of the month"],
    ["0 2 1-31 * MON", "At 02:00, on Monday"],
    ["0 2 * * 0,7", "At 02:00, on Sunday"],
    ["0 2 * * MON-SUN", "At 02:00, every day"],
    ["0 2 * * FRI-SUN", "At 02:00, on Friday, Saturday and Sunday"],
    ["0 2 * * monday", "At 02:00, on Monday"],
    ["0 2 31 * 1", "At 02:00, on day 31 of the month or on Monday"],
    ["0 2 L * *", "At 02:00, on the last day of the month"],
    ["0 2 * * 5L", "At 02:00, on the last Friday of the month"],
    ["0 2 ? * 1#2", "At 02:00, on the second Monday of the month"],
    ["0 2 * JAN-MAR MON,WED", "At 02:00, on Monday and Wednesday, in January, February and March"],
    ["*/45 * * * *", "At minutes 0 and 45 of every hour, every day"],
    ["0 */5 * * *", "At 00:00, 05:00, 10:00, 15:00 and 20:00, every day"],
    ["0 2 * * */2", "At 02:00, on Tuesday, Thursday, Saturday and Sunday"],
  ])("%s is %s", (expression, words) => {
    expect(describeCron(expression)).toBe(words);
    expect(describeCron(plainCron(expression))).toBe(words);
  });

  it.each([
    ["H 2 * * *", "write the time itself"],
    ["0 H(1-3) * * *", "write the time itself"],
    ["0 2 15W * *", "write the days themselves"],
    ["0 2 LW * *", "write the days themselves"],
    ["0 2 L-3 * *", "write L, 5L or the days"],
    ["0 22-2 * * *", "write 22,23,0,1,2"],
    ["0 2 * * FRI-MON", "write 5,6,0,1"],
    ["0 2 * * 5-1", "write 5,6,0,1"],
    ["0 2 * NOV-FEB *", "write 11,12,1,2"],
    ["0 2 */2 * 1", "write the days themselves"],
    ["0 2 1 * 1#2", "write one of them"],
    ["0 2 30 2 *", "there is no such date"],
    ["0 2 31 4,6 *", "there is no such date"],
    ["0 24 * * *", "numbers from 0 to 23"],
    ["60 2 * * *", "numbers from 0 to 59"],
    ["0 2 0 * *", "numbers from 1 to 31"],
    ["0 2 * * 8", "numbers from 0 to 7"],
    ["0 2 * * 1#6", "five fields"],
    ["*/0 2 * * *", "a step is 1 or more"],
    ["0 0 2 * * *", "five fields"],
    ["@reboot", "five fields"],
    ["", "five fields"],
    ["0 2 * * ,", "five fields"],
    ["0 2 * *", "five fields"],
  ])("%j is refused: %s", (expression, words) => {
    expect(() => checkCron(expression, "UTC", NOW)).toThrow(words);
  });

  it("fires on 29 February, and on the fifth Monday only of months that have one", () => {
    expect(next("0 2 29 2 *", "UTC", "2096-03-01T00:00:00Z", 1)).toEqual(["2104-02-29T02:00Z"]);
    expect(next("0 2 * * 1#5", "UTC", "2027-01-01T00:00:00Z")).toEqual([
      "2027-03-29T02:00Z",
      "2027-05-31T02:00Z",
      "2027-08-30T02:00Z",
    ]);
  });
});

/** Reads the words of a schedule back, knowing nothing of expressions: whether it fires at a minute of UTC. */
function wordsSay(words: string, at: Date): boolean {
  const [clock = "", days = ""] = words.split(/, (?=every day|on )/u);
  const [dates = "", months = ""] = days.split(", in ");
  const month = at.toLocaleString("en", { month: "long", timeZone: "UTC" });
  if (months !== "" && !months.split(/, | and /u).includes(month)) return false;
  return clockSays(clock, at) && dates.split(" or ").some((part) => datesSay(part, at));
}

function clockSays(clock: string, at: Date): boolean {
  const [hour, minute] = [at.getUTCHours(), at.getUTCMinutes()];
  const numbers = (text = "") => text.split(/, | and /u).map(Number);
  if (clock.includes(":"))
    return clock
      .slice(3)
      .split(/, | and /u)
      .includes(at.toISOString().slice(11, 16));
  const [minutes = "", hours = ""] = clock.split(" of ");
  const isMinute =
    minutes === "Every minute" || numbers(minutes.replace(/At minutes? /u, "")).includes(minute);
  return isMinute && (hours === "every hour" || numbers(hours.replace("the hours ", "")).includes(hour));
}

function datesSay(part: string, at: Date): boolean {
  const weekday = at.toLocaleString("en", { weekday: "long", timeZone: "UTC" });
  const day = at.getUTCDate();
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  if (part === "every day") return true;
  if (part === "on the last day of the month") return day === last;
  const nth = /^on the (\w+) (\w+) of the month$/u.exec(part);
  if (nth?.[1] === "last") return nth[2] === weekday && day > last - 7;
  if (nth !== null)
    return (
      nth[2] === weekday && ["first", "second", "third", "fourth", "fifth"][Math.ceil(day / 7) - 1] === nth[1]
    );
  const listed = part
    .replace(/^on (?:days? )?/u, "")
    .replace(" of the month", "")
    .split(/, | and /u);
  return listed.includes(String(day)) || listed.includes(weekday);
}

const numbers = (least: number, most: number) => {
  const one = fc.integer({ min: least, max: most });
  const range = fc.tuple(one, one).map(([a, b]) => `${a}-${b}`);
  const stepped = fc
    .tuple(fc.oneof(fc.constant("*"), range, one.map(String)), fc.integer({ min: 1, max: 7 }))
    .map(([text, step]) => `${text}/${step}`);
  const part = fc.oneof(one.map(String), range, stepped, fc.constant("*"));
  return fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(","));
};
const expressions = fc
  .tuple(
    numbers(0, 59),
    numbers(0, 23),
    fc.oneof(numbers(1, 31), fc.constantFrom("*", "?", "L")),
    fc.oneof(numbers(1, 12), fc.constantFrom("*", "JAN", "mar-OCT")),
    fc.oneof(numbers(0, 7), fc.constantFrom("*", "?", "MON-FRI", "5L", "SUN#1", "7L", "sat-sun")),
  )
  .map((fields) => fields.join(" "));

it("words and firings say the same of every expression that is taken", () => {
  let taken = 0;
  fc.assert(
    fc.property(expressions, fc.integer({ min: 0, max: 400 }), (expression, days) => {
      const from = new Date(START + days * DAY_MS);
      try {
        checkCron(expression, "UTC", from);
      } catch {
        return;
      }
      taken += 1;
      const words = describeCron(expression);
      const [first, second] = nextFirings(expression, "UTC", from, 2);
      if (first === undefined || second === undefined) throw new Error("it fires no more");
      const until = Math.min(second.getTime(), from.getTime() + 3 * DAY_MS);
      for (let at = from.getTime() + 60_000; at <= until; at += 60_000) {
        const fires = at === first.getTime() || at === second.getTime();
        if (wordsSay(words, new Date(at)) !== fires)
          throw new Error(`${expression}: ${words} at ${new Date(at).toISOString()}`);
      }
      expect(wordsSay(words, first) && wordsSay(words, second)).toBe(true);
    }),
    { numRuns: 400 },
  );
  expect(taken).toBeGreaterThan(100);
});

describe("a minute that the clocks jump over", () => {
  it.each([
    ["America/Santiago", "0 0 * * *", "2027-09-04T12:00:00Z", "2027-09-05T04:00Z"],
    ["Africa/Cairo", "0 0 * * *", "2027-04-29T12:00:00Z", "2027-04-29T22:00Z"],
    ["Asia/Beirut", "0 0 * * *", "2027-03-27T12:00:00Z", "2027-03-27T22:00Z"],
    ["America/Havana", "0 0 * * *", "2027-03-13T12:00:00Z", "2027-03-14T05:00Z"],
    ["Atlantic/Azores", "30 0 * * *", "2027-03-27T12:00:00Z", "2027-03-28T01:00Z"],
    ["Australia/Lord_Howe", "15 2 * * *", "2027-10-02T12:00:00Z", "2027-10-02T15:30Z"],
    ["America/Santiago", "0 0 * * 0", "2027-09-01T12:00:00Z", "2027-09-05T04:00Z"],
    ["Europe/Berlin", "30 2 * * *", "2027-03-27T12:00:00Z", "2027-03-28T01:00Z"],
  ])("fires at the first minute after the gap in %s: %s", (zone, expression, from, firing) => {
    expect(next(expression, zone, from, 1)).toEqual([firing]);
    const until = new Date(`${firing.slice(0, 16)}:30Z`);
    const found = cron.newestFiring(
      { name: "n", cron: expression, timeZone: zone, selection: { kind: "all" }, budgetCredits: 1 },
      new Date(from),
      until,
    );
    expect(found?.toISOString().slice(0, 16)).toBe(firing.slice(0, 16));
  });

  it.each([
    ["Europe/Berlin", "30 2 * * *", "2027-10-30T12:00:00Z", ["2027-10-31T00:30Z", "2027-11-01T01:30Z"]],
    ["America/Havana", "30 0 * * *", "2027-11-06T12:00:00Z", ["2027-11-07T04:30Z", "2027-11-08T05:30Z"]],
    ["Australia/Lord_Howe", "45 1 * * *", "2027-04-03T12:00:00Z", ["2027-04-03T14:45Z", "2027-04-04T15:15Z"]],
  ])("comes twice in %s and fires once: %s", (zone, expression, from, firings) => {
    expect(next(expression, zone, from, 2)).toEqual(firings);
  });
});

const MINUTE_MS = 60_000;
const YEAR_MINUTES = (366 * DAY_MS) / MINUTE_MS;
/** Minutes of the wall clock, from midnight, at which a schedule of the reference fires; four of them are taken away or doubled somewhere. */
const NIGHTS = [0, 30, 60, 119, 135, 150, 180, 1_410];

const offsetIn = (zone: string) => {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  return (ms: number) => {
    const name = format.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/u.exec(name) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  };
};

/** The offset of each minute of the year: asked day by day, hour by hour where a day changes it, and there minute by minute. */
function offsetsOf(zone: string): Int16Array {
  const offsetAt = offsetIn(zone);
  const offsets = new Int16Array(YEAR_MINUTES);
  const fill = (start: number, end: number): void => {
    const first = offsetAt(START + start * MINUTE_MS);
    const isSame = first === offsetAt(START + end * MINUTE_MS);
    const step = end - start === 1_440 ? 60 : 1;
    if (isSame || end - start === 1) offsets.fill(first, start, end);
    else for (let each = start; each < end; each += step) fill(each, each + step);
  };
  for (let day = 0; day < YEAR_MINUTES; day += 1_440) fill(day, day + 1_440);
  return offsets;
}

/** Lives through the year minute by minute: a local minute fires when the clock shows it, or a later one, for the first time. */
function referenceFirings(offsets: Int16Array, night: number): number[] {
  const firings: number[] = [];
  const startDay = START / DAY_MS;
  let due = startDay + 1;
  for (const [minute, offset] of offsets.entries()) {
    if (START / MINUTE_MS + minute + offset < due * 1_440 + night) continue;
    firings.push(START + minute * MINUTE_MS);
    due += 1;
  }
  return firings;
}

it("a year of nights in every zone that changes its clocks is that of its clock minute by minute", () => {
  const changing = Intl.supportedValuesOf("timeZone").flatMap((zone) => {
    const offsetAt = offsetIn(zone);
    const offsets = new Set(Array.from({ length: 53 }, (_, week) => offsetAt(START + week * 7 * DAY_MS)));
    return offsets.size > 1 ? [zone] : [];
  });
  expect(changing.length).toBeGreaterThan(100);
  const year = new Set<string>();
  for (const zone of changing) {
    const offsets = offsetsOf(zone);
    // Zones with the same clock all year need be lived through once.
    const key = createKey(offsets);
    if (year.has(key)) continue;
    year.add(key);
    for (const night of NIGHTS) {
      const expression = `${night % 60} ${Math.floor(night / 60)} * * *`;
      const expected = referenceFirings(offsets, night);
      const firings = nextFirings(expression, zone, new Date(START + 2 * DAY_MS), 362).map(Number);
      const from = expected.findIndex((ms) => ms > START + 2 * DAY_MS);
      expect([zone, expression, ...firings.slice(0, 360)]).toEqual([
        zone,
        expression,
        ...expected.slice(from, from + 360),
      ]);
    }
  }
  expect(year.size).toBeGreaterThan(20);
});

function createKey(offsets: Int16Array): string {
  const changes: string[] = [];
  offsets.forEach((offset, minute) => {
    if (offset !== offsets[minute - 1]) changes.push(`${minute}:${offset}`);
  });
  return changes.join(" ");
}
