import { type CronExpression, CronExpressionParser } from "cron-parser";
import cronstrue from "cronstrue";
import { UsageError } from "../../values/errors.ts";
import type { Cron } from "./fire-due.ts";

const NICKNAME = /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$/;

/** Cron expressions on the wall clocks of the world. */
export const cron: Cron = {
  newestFiring(schedule, after, until) {
    const firings = firingsOf(schedule.cron, schedule.timeZone, after);
    let newest: Date | null = null;
    for (let next = firings.next().toDate(); next <= until; next = firings.next().toDate()) newest = next;
    return newest;
  },
};

/** The next so many firings after a moment. */
export function nextFirings(cron: string, timeZone: string, after: Date, count: number): Date[] {
  const firings = firingsOf(cron, timeZone, after);
  return Array.from({ length: count }, () => firings.next().toDate());
}

/** "At 02:00, every day" */
export function describeCron(cron: string): string {
  return cronstrue.toString(cron, { use24HourTimeFormat: true, verbose: true });
}

/** Checks an expression of five fields or a nickname, and that it fires again after a moment. @throws UsageError */
export function checkCron(cron: string, timeZone: string, after: Date): void {
  const help = 'expected five fields, such as "0 2 * * *" for every night at two';
  if (!NICKNAME.test(cron) && cron.trim().split(/\s+/).length !== 5)
    throw new UsageError(`--cron ${cron}: ${help}`);
  try {
    nextFirings(cron, timeZone, after, 1);
  } catch (error) {
    const why = error instanceof Error ? error.message : "unreadable";
    throw new UsageError(`--cron ${cron}: ${why}; ${help}`);
  }
}

function firingsOf(cron: string, timeZone: string, after: Date): CronExpression {
  return CronExpressionParser.parse(cron, { tz: timeZone, currentDate: after });
}
