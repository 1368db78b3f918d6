import type { CronTimes, MonthDays, Weekdays } from "./cron-times.ts";

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);
const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const ORDINALS = "first second third fourth fifth".split(" ");
/** More times a day than these are told by minutes and hours. */
const MOST_TIMES = 6;

/** "At 02:00, every day". Made of the times themselves, so that words and firings cannot differ. */
export function describeTimes(times: CronTimes): string {
  const months =
    times.months.length === 12
      ? ""
      : `, in ${listWords(times.months.map((month) => MONTHS[month - 1] ?? ""))}`;
  return `${describeClock(times)}, ${describeDays(times)}${months}`;
}

function describeClock({ minutes, hours }: CronTimes): string {
  if (minutes.length * hours.length <= MOST_TIMES) {
    const clock = hours.flatMap((hour) => minutes.map((minute) => `${twoDigits(hour)}:${twoDigits(minute)}`));
    return `At ${listWords(clock)}`;
  }
  const every = hours.length === 24 ? "every hour" : `the hours ${listWords(hours.map(String))}`;
  if (minutes.length === 60) return `Every minute of ${every}`;
  return `At ${minutes.length === 1 ? "minute" : "minutes"} ${listWords(minutes.map(String))} of ${every}`;
}

function describeDays({ days, weekdays }: CronTimes): string {
  if (days === null && weekdays === null) return "every day";
  const parts = [
    ...(days === null ? [] : [describeMonthDays(days)]),
    ...(weekdays === null ? [] : [describeWeekdays(weekdays)]),
  ];
  return parts.join(" or ");
}

function describeMonthDays(days: MonthDays): string {
  if (days.kind === "last") return "on the last day of the month";
  return `on ${days.days.length === 1 ? "day" : "days"} ${listWords(days.days.map(String))} of the month`;
}

function describeWeekdays(weekdays: Weekdays): string {
  if (weekdays.kind === "last") return `on the last ${WEEKDAYS[weekdays.weekday]} of the month`;
  if (weekdays.kind === "nth")
    return `on the ${ORDINALS[weekdays.nth - 1]} ${WEEKDAYS[weekdays.weekday]} of the month`;
  // The week begins on Monday.
  const ordered = [...weekdays.weekdays].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7));
  return `on ${listWords(ordered.map((weekday) => WEEKDAYS[weekday] ?? ""))}`;
}

function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
