import { z } from "zod";
import { type SpecSelection, selectionSchema } from "../../specs/spec-selection.ts";

/** A nightly run: which of the specs marked `nightly`, when, and for how many credits at the most. */
export interface Schedule {
  /** Unique; what people type. */
  readonly name: string;
  /** Five fields, or a nickname such as @daily. */
  readonly cron: string;
  /** IANA name of the zone whose wall clock `cron` speaks of. */
  readonly timeZone: string;
  readonly selection: ScheduleSelection;
  /** Most credits of one night. */
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

/** A schedule as stored, with how its nights have gone. */
export interface StoredSchedule extends Schedule {
  /** Nights up to here are done with: when it was set, or the newest night that was fired. */
  readonly handledUntil: Date;
  /** The newest run that it started or carried on; null: none yet. */
  readonly lastRun: { readonly runId: number; readonly status: string; readonly plannedFor: Date } | null;
}

/** A night is late from this many milliseconds on: nobody was there to fire it, and somebody should know. */
export const LATE_MS = 15 * 60_000;

/**
 * Wall-clock minute in a zone, such as "2026-10-25T02:30". An hour that a clock change repeats gives the same minute
 * twice, so that its night is fired once.
 */
export function localMinute(moment: Date, timeZone: string): string {
  // Swedes write dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  return format.format(moment).replace(" ", "T");
}

/** Names one night of one schedule; whatever fires it twice finds the name taken. */
export function triggerKeyOf({ name, timeZone }: Schedule, plannedFor: Date): string {
  return `${name} ${localMinute(plannedFor, timeZone)} ${timeZone}`;
}
