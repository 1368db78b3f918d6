import { UsageError } from "../../values/errors.ts";
import { quoteValue } from "../../values/text.ts";
import type { CronTimes, MonthDays, Weekdays } from "./cron-times.ts";

const NICKNAMES: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};
const MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const WEEKDAY_NAMES = "sun mon tue wed thu fri sat".split(" ");
const HELP = 'expected five fields, such as "0 2 * * *" for every night at two';

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Names of the numbers from `least`. */
  readonly names?: readonly string[];
}

const MINUTE: Field = { name: "minute", least: 0, most: 59 };
const HOUR: Field = { name: "hour", least: 0, most: 23 };
const DAY: Field = { name: "day of the month", least: 1, most: 31 };
const MONTH: Field = { name: "month", least: 1, most: 12, names: MONTH_NAMES };
/** 7 is Sunday as well. */
const WEEKDAY: Field = { name: "weekday", least: 0, most: 7, names: WEEKDAY_NAMES };

/**
 * Reads a cron expression of five fields or a nickname such as @daily: numbers, names, `*`, ranges, steps and lists; `L`
 * for the last day of the month, `5L` and `1#2` for the last Friday and the second Monday of it. A field that allows
 * everything restricts nothing, however it is written. What other programs read otherwise is refused: ranges that end
 * before they start, `H`, `W`, and a step in the day of the month beside a weekday.
 * @throws UsageError that names the field and what to write
 */
export function parseCron(cron: string): CronTimes {
  const trimmed = cron.trim();
  const fields = (NICKNAMES[trimmed.toLowerCase()] ?? trimmed).split(/\s+/);
  const [minute, hour, day, month, weekday] = fields;
  if (fields.length !== 5 || minute === undefined || hour === undefined) throw refused(cron, HELP);
  if (day === undefined || month === undefined || weekday === undefined) throw refused(cron, HELP);
  const read = (field: Field, text: string) => {
    const numbers = parseField(field, text);
    if (typeof numbers === "string")
      throw refused(cron, `${field.name} ${quoteValue(text)}: ${numbers}; ${HELP}`);
    return numbers;
  };
  const days = toMonthDays(day, (text) => read(DAY, text));
  const weekdays = toWeekdays(weekday, (text) => read(WEEKDAY, text));
  if (days !== null && weekdays !== null) checkBothDays(cron, day, weekdays);
  return {
    minutes: read(MINUTE, minute),
    hours: read(HOUR, hour),
    months: read(MONTH, month),
    days,
    weekdays,
  };
}

/** The same times as five fields that every cron reads alike: numbers in lists, `*` only for everything. */
export function toPlainCron({ minutes, hours, months, days, weekdays }: CronTimes): string {
  const list = (numbers: readonly number[], all: number) =>
    numbers.length === all ? "*" : numbers.join(",");
  const day = days === null ? "*" : days.kind === "last" ? "L" : days.days.join(",");
  return [list(minutes, 60), list(hours, 24), day, list(months, 12), plainWeekdays(weekdays)].join(" ");
}

function plainWeekdays(weekdays: Weekdays | null): string {
  if (weekdays === null) return "*";
  if (weekdays.kind === "each") return weekdays.weekdays.join(",");
  return weekdays.kind === "last" ? `${weekdays.weekday}L` : `${weekdays.weekday}#${weekdays.nth}`;
}

function refused(cron: string, why: string): UsageError {
  return new UsageError(`--cron ${cron}: ${why}`);
}

/** Some crons fire on days that match both fields, some on days that match either, and they part where a field begins with `*`. */
function checkBothDays(cron: string, day: string, weekdays: Weekdays): void {
  if (/(?:^|,)[*?]/u.test(day))
    throw refused(
      cron,
      `day of the month ${quoteValue(day)} beside a weekday is read as "and" by some and as "or" by others; write the days themselves, such as 1,3,5; ${HELP}`,
    );
  if (weekdays.kind !== "each")
    throw refused(cron, `a weekday of the month beside a day of the month; write one of them; ${HELP}`);
}

function toMonthDays(text: string, read: (text: string) => readonly number[]): MonthDays | null {
  if (text === "?") return null;
  if (/^L$/iu.test(text)) return { kind: "last" };
  const days = read(text);
  return days.length === 31 ? null : { kind: "days", days };
}

function toWeekdays(text: string, read: (text: string) => readonly number[]): Weekdays | null {
  if (text === "?") return null;
  const special = /^([a-z]+|\d)(?:(L)|#(\d+))$/iu.exec(text);
  const [first] = special === null ? [] : read(special[1] ?? "");
  if (special !== null && first !== undefined && special[2] !== undefined)
    return { kind: "last", weekday: first };
  const nth = Number(special?.[3]);
  if (first !== undefined && nth >= 1 && nth <= 5) return { kind: "nth", weekday: first, nth };
  const weekdays = [...new Set(read(text).map((weekday) => weekday % 7))].sort((a, b) => a - b);
  return weekdays.length === 7 ? null : { kind: "each", weekdays };
}

/** The numbers of a field in ascending order, each once; a text says why there are none. */
function parseField(field: Field, text: string): readonly number[] | string {
  const numbers = new Set<number>();
  for (const part of text.split(",")) {
    const range = parsePart(field, part);
    if (typeof range === "string") return range;
    for (let number = range.from; number <= range.to; number += range.step) numbers.add(number);
  }
  return [...numbers].sort((a, b) => a - b);
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

function parsePart(field: Field, part: string): Range | string {
  const match = /^(?:(\*)|([a-z]+|\d+)(?:-([a-z]+|\d+))?)(?:\/(\d+))?$/iu.exec(part);
  if (match === null) return unreadable(part);
  const step = Number(match[4] ?? 1);
  // A step over weekdays counts from Sunday to Saturday.
  const most = field === WEEKDAY ? 6 : field.most;
  if (step === 0) return "a step is 1 or more";
  if (match[1] !== undefined) return { from: field.least, to: most, step };
  const from = toNumber(field, match[2] ?? "");
  const end = match[3] ?? (match[4] === undefined ? match[2] : String(most));
  let to = toNumber(field, end ?? "");
  if (from === null || to === null) return /^[HLW]|W$/iu.test(part) ? unreadable(part) : outOfRange(field);
  if (field === WEEKDAY && to === 0 && from > 0 && match[3] !== undefined) to = 7;
  return from <= to ? { from, to, step } : backwards(field, from, to);
}

function outOfRange({ least, most, names }: Field): string {
  return `expected numbers from ${least} to ${most}${names === undefined ? "" : " or names"}`;
}

/** `22-2` is refused by some crons and goes round by others. */
function backwards(field: Field, from: number, to: number): string {
  const most = field === WEEKDAY ? 6 : field.most;
  const round = [];
  for (let number = from; number <= most; number += 1) round.push(number);
  for (let number = field.least; number <= to; number += 1) round.push(number);
  return `the range ends before it starts; write ${round.join(",")}`;
}

function unreadable(part: string): string {
  if (/^H/u.test(part)) return "H is a random time, another one at each reading; write the time itself";
  if (/W/iu.test(part)) return "W is read in different ways or not at all; write the days themselves";
  if (/L/iu.test(part))
    return "L stands alone for the last day of the month, or behind one weekday; write L, 5L or the days";
  return "unreadable";
}

function toNumber({ least, most, names }: Field, text: string): number | null {
  if (/^\d+$/.test(text)) {
    const number = Number(text);
    return number >= least && number <= most ? number : null;
  }
  const folded = text.toLowerCase();
  const index = names?.findIndex((name) => folded === name || FULL_NAMES.get(folded) === name) ?? -1;
  return index < 0 ? null : least + index;
}

const FULL_NAMES: ReadonlyMap<string, string> = new Map(
  "january february march april june july august september october november december sunday monday tuesday wednesday thursday friday saturday sept tues thur thurs"
    .split(" ")
    .map((name) => [name, name.slice(0, 3)] as const),
);
