import type { Forecast } from "./plan/forecast.ts";
import type { ExitCode, StopReason } from "./stop-reason.ts";
import { exitCodeForStopReasons } from "./stop-reason.ts";

export type WalkStatus = "waiting" | "walking" | "complete" | "stopped" | "failed" | "cancelled";
/** `planned`: booked, its walks not made yet; `interrupted`: its command was stopped by a person. */
export type RunStatus = "planned" | "running" | "interrupted" | "done" | "cancelled";

/** Sums over the pages of one walk or of a whole run; credits and people. */
export interface ReportSums {
  readonly pages: number;
  readonly profilesSeen: number;
  readonly profilesNew: number;
  readonly profilesChanged: number;
  readonly profilesUnchanged: number;
  readonly profilesRejected: number;
  readonly profilesSuppressed: number;
  readonly creditsSpent: number;
  readonly creditsInSuspense: number;
}

/** What one spec came to in one run. */
export interface SpecReport extends ReportSums {
  readonly spec: string;
  readonly revision: number;
  readonly status: WalkStatus;
  readonly stopReason: StopReason | null;
  /** Why, in words; null where the reason says it all. */
  readonly note: string | null;
  readonly fresh: boolean;
  readonly joined: boolean;
  /** First page not bought. */
  readonly nextPage: number;
  readonly warnings: readonly string[];
  /** From its first slice to its end or now; 0 before. */
  readonly durationMs: number;
  readonly budgetCredits: number | null;
  readonly maxPages: number | null;
  /** What it was expected to cost when the run began; null: nobody knew. */
  readonly forecast: Forecast | null;
  /** People that the newest answer says the search has in all; advice only. */
  readonly totalCount: number | null;
}

/** What a run came to, or has come to so far. */
export interface RunReport {
  readonly runId: number;
  readonly status: RunStatus;
  /** Name of the schedule it belongs to; null: none. */
  readonly schedule: string | null;
  readonly specs: readonly SpecReport[];
  readonly totals: ReportSums;
  readonly budgetCredits: number | null;
  /** Credits left by the newest answer, and when it came. */
  readonly balance: number | null;
  readonly balanceAt: Date | null;
  readonly durationMs: number;
}

/** Adds up what specs came to. */
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
    creditsSpent: sum("creditsSpent"),
    creditsInSuspense: sum("creditsInSuspense"),
  };
}

/** Exit code of a command that waited for this run. */
export function exitCodeOfRun({ specs }: RunReport): ExitCode {
  return exitCodeForStopReasons(specs.flatMap(({ stopReason }) => stopReason ?? []));
}

/** One line of the list of runs. */
export interface RunSummary {
  readonly runId: number;
  readonly status: RunStatus;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly specs: number;
  readonly unfinished: number;
  /** Walks that a next run carries on with. */
  readonly stopped: number;
  readonly failed: number;
  readonly profilesNew: number;
  readonly creditsSpent: number;
  readonly creditsInSuspense: number;
  /** Why walks stopped or failed, each once. */
  readonly reasons: readonly string[];
}
