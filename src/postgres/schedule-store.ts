import type { ScheduleStore } from "../app/schedule-store.ts";
import type { Database } from "./database.ts";
import { fireNight } from "./schedules/fire-night.ts";
import { readSchedules } from "./schedules/read-schedules.ts";
import { removeSchedule, storeSchedule } from "./schedules/store-schedule.ts";

/** Schedules in Postgres. */
export function makeScheduleStore(db: Database): ScheduleStore {
  return {
    set: (schedule) => storeSchedule(db, schedule),
    remove: (name) => removeSchedule(db, name),
    list: () => readSchedules(db),
    fire: (night) => fireNight(db, night),
  };
}
