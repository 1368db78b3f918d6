import type { RunReport, SpecReport } from "./run-report.ts";

interface RunStanding {
  readonly status: RunReport["status"];
  /** Walks that failed, and walks that stopped. */
  readonly failed: number;
  readonly stopped: number;
}

/**
 * Describes how a run stands, in the words of its walks' statuses: "done" would say of a run that a limit ended that nothing is
 * left to buy.
 */
export function describeRunStatus({ status, failed, stopped }: RunStanding): string {
  if (status !== "done") return status;
  if (failed > 0) return "failed";
  return stopped > 0 ? "stopped" : "complete";
}

/** Describes how the run of a report stands. */
export function describeReportStatus({ status, specs }: Pick<RunReport, "status" | "specs">): string {
  const count = (of: SpecReport["status"]) => specs.filter((spec) => spec.status === of).length;
  return describeRunStatus({ status, failed: count("failed"), stopped: count("stopped") });
}
