import { LATE_MS, type Schedule, triggerKeyOf } from "./schedule.ts";
import type { FiredNight, Night, ScheduleStore } from "./schedule-store.ts";

/** What cron expressions mean. */
export interface Calendar {
  /** The newest firing after one moment and up to another; null where there is none. */
  newestFiring(schedule: Schedule, after: Date, until: Date): Date | null;
}

export type Fired = Night & FiredNight;

/**
 * Fires every night that is due, whoever noticed first. Of several that were missed in a row only the newest is made up:
 * its run buys whatever the others would have bought.
 */
export async function fireSchedules(store: ScheduleStore, calendar: Calendar): Promise<Fired[]> {
  const { schedules, now } = await store.list();
  const fired: Fired[] = [];
  for (const schedule of schedules) {
    const plannedFor = calendar.newestFiring(schedule, schedule.handledUntil, now);
    if (plannedFor === null) continue;
    const triggerKey = triggerKeyOf(schedule, plannedFor);
    const isLate = now.getTime() - plannedFor.getTime() > LATE_MS;
    const night = { schedule: schedule.name, plannedFor, triggerKey, isLate };
    const run = await store.fire(night);
    if (run !== null) fired.push({ ...night, ...run });
  }
  return fired;
}
