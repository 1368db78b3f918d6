import type { Spec } from "../specs/spec.ts";
import type { ChangedRun, NewRun, WalkJob } from "./ports.ts";
import type { RunReport, RunSummary } from "./run-report.ts";

/** Runs and their walks. Each method is one transaction. Every one may throw StoreUnavailable or StoreRefused. */
export interface RunStore {
  /** Books a run; null where its trigger has made one already. */
  createRun(run: NewRun): Promise<number | null>;
  /** Makes the walks of a booked run and gives those that are free. Again: only the latter. */
  startRun(runId: number, readSpecs: (csv: string) => readonly Spec[]): Promise<WalkJob[]>;
  /** Opens what is stopped, cancelled or unfinished. `budgetCredits` is a new total; null: as it was. */
  resumeRun(runId: number, budgetCredits: number | null, owner: string | null): Promise<ChangedRun>;
  cancelRun(runId: number): Promise<ChangedRun>;
  /** Notes that the command which worked on a run was stopped. */
  interruptRun(runId: number): Promise<void>;
  /** Hands runs whose command has died to the workers. */
  reassignAbandonedRuns(): Promise<number[]>;
  /** Shows that the command which works on a run still does. */
  renewRunLease(runId: number): Promise<void>;
  /** Walks that are unfinished and in nobody's hands: of one run, or of all that workers work on (null). */
  unleasedWalks(runId: number | null): Promise<WalkJob[]>;
  /** Runs booked for workers and not started. */
  plannedRuns(): Promise<number[]>;
  /** True for one process of all that ask within so many milliseconds: that one sweeps. */
  claimSweep(everyMs: number): Promise<boolean>;
  /** What a run has come to; null where there is no such run. */
  report(runId: number): Promise<RunReport | null>;
  /** So many of the newest runs, newest first. */
  list(limit: number): Promise<RunSummary[]>;
  /** The newest run of all, or the newest that can go on; null where there is none. */
  newest(which: "any" | "unfinished"): Promise<number | null>;
}
