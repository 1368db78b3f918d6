import type { Schedule, StoredSchedule } from "./schedule.ts";

/** A night to fire. */
export interface ScheduledFiring {
  readonly schedule: string;
  readonly plannedFor: Date;
  /** Unique per schedule and planned local minute. */
  readonly triggerKey: string;
  /** So late that it counts as missed, and is made up. */
  readonly isLate: boolean;
}

export interface FiredRun {
  readonly runId: number;
  /** Whether an unfinished run of the schedule is carried on instead of starting one beside it. */
  readonly carriedOn: boolean;
}

/** Schedules and their nights. Each method is one transaction. Every one may throw StoreUnavailable or StoreRefused. */
export interface ScheduleStore {
  /** Stores a schedule, or changes it; nights planned before now are none of its own. True where it is new. */
  set(schedule: Schedule): Promise<boolean>;
  /** False where there is none of that name. Its runs stay. */
  remove(name: string): Promise<boolean>;
  /** All of them by name, and the database's time. */
  list(): Promise<{ readonly schedules: readonly StoredSchedule[]; readonly now: Date }>;
  /** Fires a night, unless it was fired before or its schedule is gone: then null. */
  fire(firing: ScheduledFiring): Promise<FiredRun | null>;
}
