import { bindOperations } from "../../../database/bind-operations.ts";
import type { Database } from "../../../database/database.ts";
import { changeFiring, restoreFiring } from "./change-firing.ts";
import { fireSchedule } from "./fire-schedule.ts";
import { readFirings } from "./read-firings.ts";
import { readSchedules } from "./read-schedules.ts";
import { readZoneOffsets } from "./read-zone-offsets.ts";
import { removeSchedule, storeSchedule } from "./store-schedule.ts";

/** Schedules in Postgres. Every function is one transaction and may throw StoreUnavailable or StoreRefused. */
export function makeScheduleStore(db: Database) {
  return bindOperations(db, {
    set: storeSchedule,
    remove: removeSchedule,
    list: readSchedules,
    fire: fireSchedule,
    zoneOffsets: readZoneOffsets,
    changeFiring,
    restoreFiring,
    firings: readFirings,
  });
}
