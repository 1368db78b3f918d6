/** The days of the month on which a schedule fires: these, or the last one. */
export type MonthDays =
  | { readonly kind: "days"; readonly days: readonly number[] }
  | { readonly kind: "last" };

/** The weekdays (0 is Sunday): each of these, or one of them as the nth or the last of its month. */
export type Weekdays =
  | { readonly kind: "each"; readonly weekdays: readonly number[] }
  | { readonly kind: "nth"; readonly weekday: number; readonly nth: number }
  | { readonly kind: "last"; readonly weekday: number };

/** What a cron expression means, all lists in ascending order. */
export interface CronTimes {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  /** Null: any. With weekdays besides, a date that matches either of them matches. */
  readonly days: MonthDays | null;
  readonly weekdays: Weekdays | null;
}

/** A date of the calendar, in no time zone. */
export interface CalendarDate {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

/** True for a date on which a schedule fires. */
export function matchesDate({ months, days, weekdays }: CronTimes, date: CalendarDate): boolean {
  if (!months.includes(date.month)) return false;
  if (days === null && weekdays === null) return true;
  return (days !== null && matchesDays(days, date)) || (weekdays !== null && matchesWeekdays(weekdays, date));
}

function matchesDays(days: MonthDays, { year, month, day }: CalendarDate): boolean {
  return days.kind === "last" ? day === daysIn(year, month) : days.days.includes(day);
}

function matchesWeekdays(weekdays: Weekdays, { year, month, day }: CalendarDate): boolean {
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  if (weekdays.kind === "each") return weekdays.weekdays.includes(weekday);
  if (weekday !== weekdays.weekday) return false;
  return weekdays.kind === "last" ? day + 7 > daysIn(year, month) : Math.ceil(day / 7) === weekdays.nth;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
