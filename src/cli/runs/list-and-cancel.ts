import { cancelBookedRun } from "../../composition/buying/change-booked-run.ts";
import { describeRunStatus } from "../../runs/run-words.ts";
import type { RunSummary } from "../../runs/store/list-runs.ts";
import { toPrintableJson } from "../../values/printable-text.ts";
import { withApp } from "../command/with-app.ts";
import { renderTable, type TableColumn } from "../screen/render-table.ts";
import { findRun, noSuchRun } from "./find-run.ts";
import { printReport } from "./show-run.ts";

export interface RunsOptions {
  readonly json?: boolean;
}

/** Shows the newest runs, or all of one. */
export async function showRuns(run: string | undefined, options: RunsOptions): Promise<void> {
  return withApp(async ({ config, runs }) => {
    await runs.reassignAbandonedRuns();
    if (run === undefined) {
      const newest = await runs.list(20);
      process.stdout.write(options.json === true ? `${toPrintableJson(newest)}\n` : renderRuns(newest));
      return;
    }
    const runId = await findRun(runs, run);
    const report = await runs.report(runId);
    if (report === null) throw await noSuchRun(runs, runId);
    printReport(config, report, options);
  });
}

const COLUMNS: readonly TableColumn[] = [
  { head: "run", align: "right" },
  { head: "started", dropOrder: 3 },
  { head: "status" },
  { head: "specs", align: "right", dropOrder: 2 },
  { head: "new people", align: "right" },
  { head: "credits", align: "right" },
  { head: "in suspense", align: "right", dropOrder: 1 },
  { head: "stopped because", shorten: { min: 14, max: Number.POSITIVE_INFINITY } },
];

/** Stops a run at its next page boundary. */
export async function cancel(run: string): Promise<void> {
  return withApp(async (app) => {
    const runId = await findRun(app.runs, run);
    const changed = await cancelBookedRun(app, runId);
    if (changed === "unknown") throw await noSuchRun(app.runs, runId);
    const words = changed === "done" ? "is cancelled; pages in flight are still kept" : "had ended already";
    process.stderr.write(`Run ${runId} ${words}.\n`);
  });
}

/** Runs as a table, newest first; ends with a line break. */
export function renderRuns(runs: readonly RunSummary[]): string {
  if (runs.length === 0) return "No runs yet: `sourcing run FILE --budget N` starts one.\n";
  return `${renderTable(COLUMNS, runs.map(toRow))}\n`;
}

function toRow(run: RunSummary): string[] {
  const started = run.startedAt.toISOString().slice(0, 16).replace("T", " ");
  const { specs, profilesNew, creditsSpent, creditsInSuspense } = run;
  const numbers = [specs, profilesNew, creditsSpent, creditsInSuspense].map(String);
  return [String(run.runId), started, describeRunStatus(run), ...numbers, run.reasons.join(", ")];
}
