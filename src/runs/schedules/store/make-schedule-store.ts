import type { Database } from "../../../database/database.ts";
import type { ScheduleStore } from "../schedule-store.ts";
import { fireSchedule } from "./fire-schedule.ts";
import { readSchedules } from "./read-schedules.ts";
import { removeSchedule, storeSchedule } from "./store-schedule.ts";

/** Schedules in Postgres. */
export function makeScheduleStore(db: Database): ScheduleStore {
  return {
    set: (schedule) => storeSchedule(db, schedule),
    remove: (name) => removeSchedule(db, name),
    list: () => readSchedules(db),
    fire: (firing) => fireSchedule(db, firing),
  };
}
