import { StoreUnavailable } from "../../values/errors.ts";
import { LATE_MS, type Schedule, type StoredSchedule, triggerKeyOf } from "./schedule.ts";

/** One scheduled time of a schedule at which its run is due. */
export interface ScheduledFiring {
  readonly schedule: string;
  readonly plannedFor: Date;
  /** Unique per schedule and planned local minute. */
  readonly triggerKey: string;
  /** True if it is so late that it counts as missed; its run starts late. */
  readonly isLate: boolean;
}

export interface FiredRun {
  readonly runId: number;
  /** True if an unfinished run of the schedule is resumed instead of starting another one. */
  readonly carriedOn: boolean;
}

/** The stored schedules. */
export interface FiringStore {
  /** Returns all schedules by name, and the database's time. */
  list(): Promise<{ readonly schedules: readonly StoredSchedule[]; readonly now: Date }>;
  /** Returns null if the firing was fired before or its schedule is gone. */
  fire(firing: ScheduledFiring): Promise<FiredRun | null>;
}

/** What cron expressions mean. */
export interface Cron {
  /** The newest firing after one moment and up to another; null where there is none. */
  newestFiring(schedule: Schedule, after: Date, until: Date): Date | null;
}

export type FiringResult = ScheduledFiring & FiredRun;

/** Is called with the name of a schedule that could not be worked, and why. */
export type ScheduleFailureListener = (schedule: string, error: Error) => void;

/**
 * Fires every schedule that is due. Of several firings that were missed in a row only the newest is made up, because its run buys
 * whatever the others would have bought. Each schedule is worked by itself: one that fails is reported, the others are fired.
 * @throws StoreUnavailable
 */
export async function fireSchedules(
  store: FiringStore,
  calendar: Cron,
  onFailure: ScheduleFailureListener,
): Promise<FiringResult[]> {
  const { schedules, now } = await store.list();
  const fired: FiringResult[] = [];
  for (const schedule of schedules) {
    try {
      const firing = findDue(calendar, schedule, now);
      const run = firing === null ? null : await store.fire(firing);
      if (firing !== null && run !== null) fired.push({ ...firing, ...run });
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      onFailure(schedule.name, error instanceof Error ? error : new TypeError("not an error was thrown"));
    }
  }
  return fired;
}

/** A moved firing that is due goes first; else the newest planned one that is neither skipped nor moved. */
function findDue(calendar: Cron, schedule: StoredSchedule, now: Date): ScheduledFiring | null {
  const moved = schedule.changes.filter(({ movedTo }) => movedTo !== null && movedTo <= now).at(-1);
  if (moved?.movedTo != null)
    return toFiring(schedule, moved.plannedFor, now.getTime() - moved.movedTo.getTime());
  const changed = new Set(schedule.changes.map(({ triggerKey }) => triggerKey));
  for (let until = now; ; ) {
    const plannedFor = calendar.newestFiring(schedule, schedule.handledUntil, until);
    if (plannedFor === null) return null;
    if (!changed.has(triggerKeyOf(schedule, plannedFor)))
      return toFiring(schedule, plannedFor, now.getTime() - plannedFor.getTime());
    until = new Date(plannedFor.getTime() - 1);
  }
}

function toFiring(schedule: StoredSchedule, plannedFor: Date, lateMs: number): ScheduledFiring {
  const triggerKey = triggerKeyOf(schedule, plannedFor);
  return { schedule: schedule.name, plannedFor, triggerKey, isLate: lateMs > LATE_MS };
}
