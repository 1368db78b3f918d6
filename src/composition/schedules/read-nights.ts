import { z } from "zod";
import { findScheduleProblem, nextFirings } from "../../runs/schedules/cron.ts";
import { describeSchedule } from "../../runs/schedules/describe-schedule.ts";
import {
  localMinute,
  type StoredSchedule,
  scheduleSelectionSchema,
  triggerKeyOf,
} from "../../runs/schedules/schedule.ts";
import { firedSchema } from "../../runs/schedules/store/read-firings.ts";
import { firstInstant } from "../../values/wall-clock.ts";
import type { App } from "../open-app.ts";

const plannedSchema = z.object({
  schedule: z.string(),
  timeZone: z.string(),
  plannedFor: z.date(),
  /** The planned minute on the schedule's clock. */
  at: z.string(),
  change: z.enum(["none", "skipped", "moved"]),
  /** When it fires; for a skipped one, when it would have. */
  firesAt: z.date(),
});
export type PlannedFiring = z.infer<typeof plannedSchema>;

export const nightsSchema = z.object({
  /** YYYY-MM, in the zone of the limits. */
  month: z.string(),
  fired: z.array(firedSchema),
  planned: z.array(plannedSchema),
  schedules: z.array(
    z.object({
      name: z.string(),
      cron: z.string(),
      timeZone: z.string(),
      selection: scheduleSelectionSchema,
      budgetCredits: z.number(),
      words: z.string(),
      /** Why it cannot fire; null: it can. */
      problem: z.string().nullable(),
      lastRun: z.object({ runId: z.number(), status: z.string(), plannedFor: z.date() }).nullable(),
    }),
  ),
  now: z.date(),
});
export type Nights = z.infer<typeof nightsSchema>;

/** More firings of one schedule in a month are not drawn one by one. */
const MOST_FIRINGS = 200;

/** Returns the firings of a month, past and to come. @param month YYYY-MM; null: this one */
export async function readNights(app: App, month: string | null): Promise<Nights> {
  const { limitsTimeZone } = app.config;
  const { schedules, now } = await app.schedules.list();
  const shown = month ?? localMinute(now, limitsTimeZone).slice(0, 7);
  const [from, until] = boundsOf(shown, limitsTimeZone);
  const fired = await app.schedules.firings(from, until);
  return {
    month: shown,
    fired,
    planned: schedules
      .flatMap((schedule) => plannedOf(schedule, new Date(Math.max(now.getTime(), from.getTime())), until))
      .sort((a, b) => a.firesAt.getTime() - b.firesAt.getTime()),
    schedules: schedules.map((schedule) => {
      const problem = findScheduleProblem(schedule);
      const { name, cron, timeZone, selection, budgetCredits, lastRun } = schedule;
      const words = problem === null ? describeSchedule(schedule) : `${cron} (${timeZone})`;
      return { name, cron, timeZone, selection, budgetCredits, words, problem, lastRun };
    }),
    now,
  };
}

function boundsOf(month: string, timeZone: string): [Date, Date] {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const start = (at: number, of: number) =>
    firstInstant({ year: of, month: at, day: 1, hour: 0, minute: 0 }, timeZone);
  return [start(number, year), number === 12 ? start(1, year + 1) : start(number + 1, year)];
}

function plannedOf(schedule: StoredSchedule, from: Date, until: Date): PlannedFiring[] {
  if (findScheduleProblem(schedule) !== null) return [];
  const { name, cron, timeZone } = schedule;
  const changes = new Map(schedule.changes.map((change) => [change.triggerKey, change]));
  const firings = nextFirings(cron, timeZone, from, MOST_FIRINGS).filter((firing) => firing < until);
  return firings.map((plannedFor) => {
    const change = changes.get(triggerKeyOf(schedule, plannedFor));
    const kind = change === undefined ? "none" : change.movedTo === null ? "skipped" : "moved";
    const at = localMinute(plannedFor, timeZone);
    return { schedule: name, timeZone, plannedFor, at, change: kind, firesAt: change?.movedTo ?? plannedFor };
  });
}
