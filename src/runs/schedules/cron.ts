import { UsageError } from "../../values/errors.ts";
import { timeZoneProblem } from "../../values/time-zone.ts";
import { firstInstant, localDate } from "../../values/wall-clock.ts";
import { type CalendarDate, type CronTimes, matchesDate } from "./cron-times.ts";
import { describeTimes } from "./describe-cron.ts";
import type { Cron } from "./fire-due.ts";
import { parseCron, toPlainCron } from "./parse-cron.ts";
import type { Schedule } from "./schedule.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
/** 29 February stays away for eight years round 2100. */
const LONGEST_WAIT_DAYS = 9 * 366;

/**
 * Cron expressions on the wall clocks of the world. Each local minute fires once: at its first occurrence where the
 * clock is set back, and at the first minute after the gap where the clock is set forward over it.
 */
export const cron: Cron = {
  newestFiring(schedule, after, until) {
    const problem = findScheduleProblem(schedule);
    if (problem !== null) throw new UsageError(problem);
    const { cron: expression, timeZone } = schedule;
    const times = readCron(expression);
    const first = dayNumber(localDate(after, timeZone)) - 1;
    for (let day = dayNumber(localDate(until, timeZone)) + 1; day >= first; day -= 1) {
      const due = firingsOn(times, day, timeZone).filter((firing) => firing > after && firing <= until);
      const newest = due.at(-1);
      if (newest !== undefined) return newest;
    }
    return null;
  },
};

/** Returns the next firings after an instant, `count` of them or fewer if there are no more. */
export function nextFirings(expression: string, timeZone: string, after: Date, count: number): Date[] {
  const times = readCron(expression);
  const firings: Date[] = [];
  const first = dayNumber(localDate(after, timeZone)) - 1;
  for (let day = first; firings.length < count && day < first + LONGEST_WAIT_DAYS * count; day += 1) {
    for (const firing of firingsOn(times, day, timeZone)) {
      // Where a gap takes whole dates, two of them end in one instant.
      if (firing > after && firing.getTime() !== firings.at(-1)?.getTime()) firings.push(firing);
    }
  }
  return firings.slice(0, count);
}

/** "At 02:00, every day" */
export function describeCron(expression: string): string {
  return describeTimes(readCron(expression));
}

/** The expression as every cron reads it. */
export function plainCron(expression: string): string {
  return toPlainCron(readCron(expression));
}

/**
 * Returns why a stored schedule cannot fire, or null if it can: its row may have been written by other means or by another
 * release, or this machine may not know its time zone.
 */
export function findScheduleProblem({
  cron: expression,
  timeZone,
}: Pick<Schedule, "cron" | "timeZone">): string | null {
  try {
    readCron(expression);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  const problem = timeZoneProblem(timeZone);
  return problem === null ? null : `--tz ${timeZone}: ${problem}`;
}

/** Checks an expression, and that it fires again after an instant. @throws UsageError */
export function checkCron(expression: string, timeZone: string, after: Date): void {
  if (nextFirings(expression, timeZone, after, 1).length === 0) throw noSuchDate(expression);
}

/** Parses an expression that some date matches. @throws UsageError */
function readCron(expression: string): CronTimes {
  const times = parseCron(expression);
  for (let day = 0; day < LONGEST_WAIT_DAYS; day += 1) if (matchesDate(times, toDate(day))) return times;
  throw noSuchDate(expression);
}

function noSuchDate(expression: string): UsageError {
  return new UsageError(
    `--cron ${expression}: there is no such date; expected five fields, such as "0 2 * * *" for every night at two`,
  );
}

/** The firings of a local date in ascending order, each once. `day` counts from 1970-01-01. */
function firingsOn(times: CronTimes, day: number, timeZone: string): Date[] {
  const date = toDate(day);
  if (!matchesDate(times, date)) return [];
  const firings = new Set<number>();
  for (const hour of times.hours) {
    for (const minute of times.minutes)
      firings.add(firstInstant({ ...date, hour, minute }, timeZone).getTime());
  }
  return [...firings].sort((a, b) => a - b).map((ms) => new Date(ms));
}

function dayNumber({ year, month, day }: CalendarDate): number {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

function toDate(day: number): CalendarDate {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
