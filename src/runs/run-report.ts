import { z } from "zod";
import { STOP_REASONS } from "./stop-reason.ts";
import { STATUSES } from "./transitions.ts";

/** `planned`: created, without walks yet; `interrupted`: the user stopped its command. */
export const runStatusSchema = z.enum(STATUSES.run);

/** Sums over the pages of one walk or of a whole run, in credits and people. */
export const sumsSchema = z.object({
  pages: z.number(),
  profilesSeen: z.number(),
  profilesNew: z.number(),
  profilesChanged: z.number(),
  profilesUnchanged: z.number(),
  profilesRejected: z.number(),
  profilesSuppressed: z.number(),
  /** People shown again on a later page of the same pass, because the list moved. */
  peopleRepeated: z.number(),
  /** How many people at most the moving list has hidden. */
  peopleMaybeMissed: z.number(),
  creditsSpent: z.number(),
  creditsInSuspense: z.number(),
});
export type ReportSums = z.infer<typeof sumsSchema>;

/** The result of one spec in one run. */
export const specReportSchema = sumsSchema.extend({
  spec: z.string(),
  revision: z.number(),
  status: z.enum(STATUSES.walk),
  stopReason: z.enum(STOP_REASONS).nullable(),
  /** Explains the stop reason; null: the reason is enough. */
  note: z.string().nullable(),
  fresh: z.boolean(),
  joined: z.boolean(),
  /** Number of the other run that walks the spec, for which this walk waits; null: it waits for none. */
  waitsForRun: z.number().nullable(),
  /** The first page that was not bought. */
  nextPage: z.number(),
  warnings: z.array(z.string()),
  /** Set where the walk bought the gaps of an earlier pass again. */
  gaps: z
    .object({
      pages: z.array(z.number()),
      /** How many people at most the earlier pass missed, and how many of them or like them were found. */
      people: z.number(),
      found: z.number(),
      /** By how many people the total has dropped since. */
      moved: z.number(),
    })
    .nullable(),
  /** From its first slice to its end or now; 0 before. */
  durationMs: z.number(),
  budgetCredits: z.number().nullable(),
  maxPages: z.number().nullable(),
  /** The estimate of its cost when the run began; null: there was none. */
  forecast: z.object({ low: z.number(), likely: z.number(), high: z.number() }).nullable(),
  /** Number of people that the newest answer says the search finds; advice only. */
  totalCount: z.number().nullable(),
});
export type SpecReport = z.infer<typeof specReportSchema>;

/** A run without its specs. */
export const runHeadSchema = z.object({
  runId: z.number(),
  status: runStatusSchema,
  /** Name of the schedule that the run belongs to; null: none. */
  schedule: z.string().nullable(),
  budgetCredits: z.number().nullable(),
  /** Credits left according to the newest answer, and the time of that answer. */
  balance: z.number().nullable(),
  balanceAt: z.coerce.date().nullable(),
  durationMs: z.number(),
});

/** The result of a run, or of the part that is done. */
export interface RunReport extends z.infer<typeof runHeadSchema> {
  readonly specs: readonly SpecReport[];
  readonly totals: ReportSums;
}

/** Adds up the sums of specs. */
export function sumUp(specs: readonly ReportSums[]): ReportSums {
  const sum = (name: keyof ReportSums) => specs.reduce((total, spec) => total + spec[name], 0);
  return {
    pages: sum("pages"),
    profilesSeen: sum("profilesSeen"),
    profilesNew: sum("profilesNew"),
    profilesChanged: sum("profilesChanged"),
    profilesUnchanged: sum("profilesUnchanged"),
    profilesRejected: sum("profilesRejected"),
    profilesSuppressed: sum("profilesSuppressed"),
    peopleRepeated: sum("peopleRepeated"),
    peopleMaybeMissed: sum("peopleMaybeMissed"),
    creditsSpent: sum("creditsSpent"),
    creditsInSuspense: sum("creditsInSuspense"),
  };
}
