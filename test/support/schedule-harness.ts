import { expect } from "vitest";
import { cron } from "../../src/runs/schedules/cron.ts";
import {
  type FiringStore,
  fireSchedules,
  type ScheduleFailureListener,
} from "../../src/runs/schedules/fire-due.ts";
import type { Schedule } from "../../src/runs/schedules/schedule.ts";
import { makeScheduleStore } from "../../src/runs/schedules/store/make-schedule-store.ts";
import { rowsOf } from "./leased-walk.ts";
import { type TestApp, withTestApp } from "./test-app.ts";

export const nightly = (changes: Partial<Schedule> = {}): Schedule => ({
  name: "nightly",
  cron: "0 2 * * *",
  timeZone: "UTC",
  selection: { kind: "all" },
  budgetCredits: 100,
  ...changes,
});

/** The schedules of a world by a clock that the test sets. */
export async function setUp(
  app: TestApp,
  schedules: readonly Schedule[],
  start: string,
  onFailure: ScheduleFailureListener = (_, error) => {
    throw error;
  },
) {
  const store = makeScheduleStore(app.db);
  for (const schedule of schedules) await store.set(schedule);
  await app.db.pool.query("update schedules set since = $1", [start]);
  const at = (now: Date): FiringStore => ({
    ...store,
    list: async () => ({ schedules: (await store.list()).schedules, now }),
  });
  return { store, fire: (now: Date | string) => fireSchedules(at(new Date(now)), cron, onFailure) };
}

const ZONES = ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "UTC"];
/** 02:30 is the minute that clock changes skip and repeat. */
const SCHEDULES = ZONES.flatMap((timeZone, place) => [
  nightly({ name: `once-${place}`, timeZone, cron: "30 2 * * *" }),
  nightly({ name: `twice-${place}`, timeZone, cron: "30 2,14 * * *" }),
]);
const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Lives through so many days in four zones, from a noon in UTC, and demands one run a local date, and two where a schedule fires
 * twice. Sweeps come at odd moments, now and then two at once, and workers are away for hours.
 */
export async function expectEveryNight(start: string, days: number): Promise<void> {
  await withTestApp({}, async (app) => {
    const { fire } = await setUp(app, SCHEDULES, start);
    const end = Date.parse(start) + days * DAY_MS;
    for (let at = Date.parse(start), step = 0; at <= end; step += 1) {
      const now = new Date(at);
      await (step % 5 === 0 ? Promise.all([fire(now), fire(now)]) : fire(now));
      await app.db.pool.query(
        "update runs set status = 'done', finished_at = now() where status = 'planned'",
      );
      at += ((step * 37) % 110) * 4.5 * 60_000 + 20_000;
    }
    const nights = await rowsOf(
      app,
      `select schedule, substring(trigger_key from '\\d{4}-\\d\\d-\\d\\d') as date, count(*)::integer, count(distinct run_id)::integer as runs
       from schedule_firings group by 1, 2 order by 1, 2`,
    );
    // The first and the last date are cut in one zone or another.
    const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
    const [first, last] = [dateOf(Date.parse(start) + DAY_MS), dateOf(end - DAY_MS)];
    for (const { name } of SCHEDULES) {
      const own = nights.filter(
        ({ schedule, date }) => schedule === name && String(date) >= first && String(date) <= last,
      );
      const perDate = name.startsWith("once") ? 1 : 2;
      expect(own).toHaveLength(days - 1);
      expect(own.filter(({ count, runs }) => count !== perDate || runs !== perDate)).toEqual([]);
    }
  });
}
