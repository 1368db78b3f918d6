import { nextFirings } from "../../runs/schedules/cron.ts";
import { noSuchSchedule } from "../../runs/schedules/no-such-schedule.ts";
import { localMinute, type StoredSchedule, triggerKeyOf } from "../../runs/schedules/schedule.ts";
import { UsageError } from "../../values/errors.ts";
import { firstInstant } from "../../values/wall-clock.ts";
import type { App } from "../open-app.ts";

/** Firings further ahead are neither skipped nor moved one by one. */
const FIRINGS_AHEAD = 400;

export interface FiringWish {
  readonly schedule: string;
  /** The planned minute on the schedule's wall clock, such as 2026-12-14T02:00. */
  readonly at: string;
  /** The minute to fire at instead, on the same clock; null: skip it. */
  readonly to: string | null;
  /** Who changes it. */
  readonly by: string;
}

/**
 * Skips or moves one firing that is to come. Returns its time as it was planned.
 * @throws UsageError for a firing that is not planned, or a time that has passed
 */
export async function changeFiringOf(
  { schedules }: App,
  { schedule: name, at, to, by }: FiringWish,
): Promise<Date> {
  const { schedules: list, now } = await schedules.list();
  const schedule = requireSchedule(list, name);
  const plannedFor = nextFirings(schedule.cron, schedule.timeZone, now, FIRINGS_AHEAD).find(
    (firing) => localMinute(firing, schedule.timeZone) === at,
  );
  if (plannedFor === undefined)
    throw new UsageError(
      `${name} plans nothing at ${at} (${schedule.timeZone}): \`sourcing schedule list\` shows when it fires`,
    );
  const movedTo = to === null ? null : parseLocalMinute(to, schedule.timeZone);
  if (movedTo !== null && movedTo <= now) throw new UsageError(`${to} (${schedule.timeZone}) has passed`);
  await schedules.changeFiring(
    name,
    { triggerKey: triggerKeyOf(schedule, plannedFor), plannedFor, movedTo },
    by,
  );
  return plannedFor;
}

/** Lets a skipped or moved firing be as planned again. @throws UsageError where nothing was changed about it */
export async function restoreFiringOf(
  { schedules }: App,
  { schedule: name, at }: Pick<FiringWish, "schedule" | "at">,
): Promise<void> {
  const { schedules: list } = await schedules.list();
  const schedule = requireSchedule(list, name);
  const change = schedule.changes.find(({ plannedFor }) => localMinute(plannedFor, schedule.timeZone) === at);
  if (change === undefined || !(await schedules.restoreFiring(change.triggerKey)))
    throw new UsageError(`nothing was changed about ${name} at ${at} (${schedule.timeZone})`);
}

/** @throws UsageError where there is none of that name */
export function requireSchedule(list: readonly StoredSchedule[], name: string): StoredSchedule {
  const schedule = list.find((known) => known.name === name);
  if (schedule !== undefined) return schedule;
  throw noSuchSchedule(name, list);
}

function parseLocalMinute(text: string, timeZone: string): Date {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || Number.isNaN(Date.parse(`${text}Z`)))
    throw new UsageError(`${text} is no minute: write it as 2026-12-14T03:30`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts;
  return firstInstant({ year, month, day, hour, minute }, timeZone);
}
