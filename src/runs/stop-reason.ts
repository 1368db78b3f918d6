import type { SpendingStop } from "../credits/check-limits.ts";
import type { WalkEnd } from "./walk/next-step.ts";

/** How a walk ended; `waiting` and `walking` are the two states before that. */
export type EndStatus = "complete" | "stopped" | "failed" | "cancelled";

/** Everything that can end a walk. */
export type StopReason = WalkEnd | SpendingStop | "store_refused" | "request_rejected";

interface StopReasonRule {
  readonly status: EndStatus;
  readonly exitCode: WalkExitCode;
}

/** What a walk does to the exit code of a command that waits for it. `src/cli/command/exit-code.ts` chooses among several. */
export type WalkExitCode = 0 | 3 | 4 | 5;

const ENDINGS: Readonly<Record<StopReason, StopReasonRule>> = {
  no_more_pages: { status: "complete", exitCode: 0 },
  no_results: { status: "complete", exitCode: 0 },
  no_progress: { status: "complete", exitCode: 0 },
  known_people: { status: "complete", exitCode: 0 },
  budget_reached: { status: "stopped", exitCode: 5 },
  daily_limit: { status: "stopped", exitCode: 5 },
  monthly_limit: { status: "stopped", exitCode: 5 },
  balance_floor: { status: "stopped", exitCode: 5 },
  out_of_credits: { status: "stopped", exitCode: 5 },
  max_pages: { status: "stopped", exitCode: 0 },
  held: { status: "stopped", exitCode: 0 },
  key_rejected: { status: "stopped", exitCode: 4 },
  unavailable: { status: "stopped", exitCode: 3 },
  store_refused: { status: "stopped", exitCode: 3 },
  page_refused: { status: "stopped", exitCode: 3 },
  request_rejected: { status: "failed", exitCode: 3 },
  loop_detected: { status: "failed", exitCode: 3 },
  contract_broken: { status: "failed", exitCode: 3 },
  cancelled: { status: "cancelled", exitCode: 0 },
};

export const STOP_REASONS = Object.keys(ENDINGS) as StopReason[];

/** The status that a walk ends in for this reason. */
export function statusAfter(reason: StopReason): EndStatus {
  return ENDINGS[reason].status;
}

/** Returns the exit code that a walk which ended for this reason asks for. */
export function walkExitCodeAfter(reason: StopReason): WalkExitCode {
  return ENDINGS[reason].exitCode;
}
