import { LATE_MS, type Schedule, triggerKeyOf } from "./schedule.ts";
import type { FiredRun, ScheduledFiring, ScheduleStore } from "./schedule-store.ts";

/** What cron expressions mean. */
export interface Cron {
  /** The newest firing after one moment and up to another; null where there is none. */
  newestFiring(schedule: Schedule, after: Date, until: Date): Date | null;
}

export type FiringResult = ScheduledFiring & FiredRun;

/**
 * Fires every night that is due, whoever noticed first. Of several that were missed in a row only the newest is made up:
 * its run buys whatever the others would have bought.
 */
export async function fireSchedules(store: ScheduleStore, calendar: Cron): Promise<FiringResult[]> {
  const { schedules, now } = await store.list();
  const fired: FiringResult[] = [];
  for (const schedule of schedules) {
    const plannedFor = calendar.newestFiring(schedule, schedule.handledUntil, now);
    if (plannedFor === null) continue;
    const triggerKey = triggerKeyOf(schedule, plannedFor);
    const isLate = now.getTime() - plannedFor.getTime() > LATE_MS;
    const firing = { schedule: schedule.name, plannedFor, triggerKey, isLate };
    const run = await store.fire(firing);
    if (run !== null) fired.push({ ...firing, ...run });
  }
  return fired;
}
