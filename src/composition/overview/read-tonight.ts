import { z } from "zod";
import { limitUseSchema } from "../../credits/store/read-limit-use.ts";
import { findScheduleProblem, nextFirings } from "../../runs/schedules/cron.ts";
import type { StoredSchedule } from "../../runs/schedules/schedule.ts";
import { runSummarySchema } from "../../runs/store/list-runs.ts";
import { standingSchema } from "../../runs/store/read-standing.ts";
import type { StoredSpec } from "../../specs/spec-changes.ts";
import { isSelected } from "../../specs/spec-selection.ts";
import { makePlan } from "../buying/make-plan.ts";
import type { App } from "../open-app.ts";

const DAY_MS = 24 * 3_600_000;
const RUNS_SHOWN = 5;

const firingSchema = z.object({
  schedule: z.string(),
  timeZone: z.string(),
  /** Null: it cannot be computed. */
  at: z.date().nullable(),
  /** Why it cannot be computed. */
  problem: z.string().nullable(),
  specs: z.number(),
  /** What its run is likely to cost, and cannot go beyond, in credits; null: not known, no limit. */
  likely: z.number().nullable(),
  most: z.number().nullable(),
  /** Specs whose cost is not known. */
  unknown: z.number(),
});
export type NextFiring = z.infer<typeof firingSchema>;

export const tonightSchema = z.object({
  hasKey: z.boolean(),
  /** Whether this process works on runs. */
  hasWorker: z.boolean(),
  standing: standingSchema,
  used: limitUseSchema,
  limits: z.object({
    day: z.number().nullable(),
    month: z.number().nullable(),
    balance: z.number().nullable(),
  }),
  /** The next firing of each schedule, the soonest first. */
  firings: z.array(firingSchema),
  runs: z.array(runSummarySchema),
  /** The newest run that can go on; null: there is none. */
  resumable: z.number().nullable(),
  specs: z.number(),
  now: z.date(),
});
export type Tonight = z.infer<typeof tonightSchema>;

/** Returns what decides how the next scheduled runs will go, and how the last runs went. Buys nothing. */
export async function readTonight(app: App, hasWorker: boolean): Promise<Tonight> {
  const { config, workers, ledger, runs, schedules, specs } = app;
  await runs.reassignAbandonedRuns();
  const [standing, used, newest, resumable, listed, stored] = await Promise.all([
    workers.standing(),
    ledger.limitUse(config.limitsTimeZone),
    runs.list(RUNS_SHOWN),
    runs.newest("unfinished"),
    schedules.list(),
    specs.stored(),
  ]);
  const firings = await Promise.all(
    listed.schedules.map((schedule) => planFiring(app, schedule, stored, listed.now)),
  );
  return {
    hasKey: config.apiKey !== null,
    hasWorker,
    standing,
    used,
    limits: {
      day: config.dailyCreditLimit,
      month: config.monthlyCreditLimit,
      balance: config.minCreditBalance,
    },
    firings: firings.sort((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0)),
    runs: newest,
    resumable,
    specs: stored.length,
    now: listed.now,
  };
}

async function planFiring(
  app: App,
  schedule: StoredSchedule,
  stored: readonly StoredSpec[],
  now: Date,
): Promise<NextFiring> {
  const { name, cron, timeZone, selection, budgetCredits } = schedule;
  const problem = findScheduleProblem(schedule);
  const [at = null] = problem === null ? nextFirings(cron, timeZone, now, 1) : [];
  const chosen = stored.filter((spec) => isSelected(spec, selection, true));
  const plan = await makePlan(app, chosen, { budget: budgetCredits });
  return {
    schedule: name,
    timeZone,
    at,
    problem,
    specs: chosen.length,
    likely: plan.forecast?.likely ?? null,
    most: plan.mostCredits,
    unknown: plan.unknown,
  };
}

/** The firings of the next 24 hours. */
export function firingsTonight({ firings, now }: Pick<Tonight, "firings" | "now">): NextFiring[] {
  return firings.filter(({ at }) => at !== null && at.getTime() - now.getTime() <= DAY_MS);
}
