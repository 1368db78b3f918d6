import { type CronExpression, CronExpressionParser } from "cron-parser";
import cronstrue from "cronstrue";
import { UsageError } from "../../values/errors.ts";
import type { Cron } from "./fire-due.ts";
import { localMinute, type Schedule } from "./schedule.ts";

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

/**
 * Why the firings of a stored schedule cannot be computed: its row may have been written by other means or by another version, or
 * this machine may not know its time zone. Null: they can be.
 */
export function findScheduleProblem({ cron, timeZone }: Schedule, after: Date): string | null {
  try {
    localMinute(after, timeZone);
    describeCron(cron);
    nextFirings(cron, timeZone, after, 1);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function firingsOf(cron: string, timeZone: string, after: Date): CronExpression {
  return CronExpressionParser.parse(cron, { tz: timeZone, currentDate: after });
}
