import type { RunReport } from "../../runs/run-report.ts";

/** Shows how a run goes. */
export interface Progress {
  /** Called several times a second with what the run has come to. */
  update(report: RunReport): void;
  /** Shows a line that stays, apart from what moves. */
  note(line: string): void;
  /** Leaves the terminal as it was; safe to repeat. */
  stop(): void;
}
