import { z } from "zod";
import { type SpecSelection, selectionSchema } from "../../specs/spec-selection.ts";

/** A run that starts by the clock: which of the specs marked `nightly`, when, and for how many credits at most. */
export interface Schedule {
  /** Unique; what people type. */
  readonly name: string;
  /** Five fields, or a nickname such as @daily. */
  readonly cron: string;
  /** IANA name of the zone whose wall clock `cron` speaks of. */
  readonly timeZone: string;
  readonly selection: ScheduleSelection;
  /** Budget of each of its runs, in credits. */
  readonly budgetCredits: number;
}

/** A schedule takes stored specs; `all` means all that are marked `nightly`, as do the others. */
export type ScheduleSelection = Exclude<SpecSelection, { kind: "csv" }>;

export const scheduleSelectionSchema = selectionSchema.refine(
  (selection): selection is ScheduleSelection => selection.kind !== "csv",
);

export const scheduleNameSchema = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/u, "expected small letters, digits, dashes and underscores");

/** A schedule as stored, with its newest run. */
export interface StoredSchedule extends Schedule {
  /** Firings up to here are handled: the time when it was set, or of its newest firing. */
  readonly handledUntil: Date;
  /** Firings that a person has skipped or moved, and that were not fired; by their planned time. */
  readonly changes: readonly FiringChange[];
  /** The newest run that it started or carried on; null: none yet. */
  readonly lastRun: { readonly runId: number; readonly status: string; readonly plannedFor: Date } | null;
}

/** One firing that is skipped or moved. */
export interface FiringChange {
  readonly triggerKey: string;
  readonly plannedFor: Date;
  /** Null: it is skipped. */
  readonly movedTo: Date | null;
}

/** A firing is late from this many milliseconds on: no worker was there in time, which the webhook reports. */
export const LATE_MS = 15 * 60_000;

/**
 * Wall-clock minute in a zone, such as "2026-10-25T02:30". An hour that a clock change repeats gives the same minute
 * twice, so that the schedule fires once.
 */
export function localMinute(moment: Date, timeZone: string): string {
  // Swedes write dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  return format.format(moment).replace(" ", "T");
}

/** Returns the unique name of one firing, which makes a second attempt to fire it fail. */
export function triggerKeyOf({ name, timeZone }: Schedule, plannedFor: Date): string {
  return `${name} ${localMinute(plannedFor, timeZone)} ${timeZone}`;
}
