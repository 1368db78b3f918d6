import type { RunSummary } from "../../runs/store/list-runs.ts";
import { count, duration, minute, ratio } from "./format.ts";
import { type Html, html } from "./html.ts";
import { table } from "./table.ts";

/** Runs in a table, newest first. */
export function runsTable(runs: readonly RunSummary[], timeZone: string): Html {
  return table<RunSummary>(
    [
      { head: "run", cell: ({ runId }) => html`<a href="/runs/${runId}">${runId}</a>` },
      { head: "started", cell: ({ startedAt }) => minute(startedAt, timeZone) },
      { head: "took", number: true, cell: ({ durationMs }) => duration(durationMs) },
      { head: "status", cell: describeEnd, tone: ({ status, failed }) => toneOf(status, failed) },
      { head: "searches", number: true, cell: ({ specs }) => count(specs) },
      { head: "new people", number: true, cell: ({ profilesNew }) => count(profilesNew), tone: () => "new" },
      { head: "credits", number: true, cell: ({ creditsSpent }) => count(creditsSpent) },
      {
        head: "a new one",
        number: true,
        cell: ({ creditsSpent, profilesNew }) => ratio(creditsSpent, profilesNew),
      },
    ],
    runs,
    {
      caption: "Runs, newest first",
      empty: html`No runs yet. <a href="/plan">Plan</a> says what a first one would cost.`,
    },
  );
}

function describeEnd({ status, reasons }: RunSummary): string {
  return reasons.length === 0 ? status : `${status}: ${reasons.join(", ").replaceAll("_", " ")}`;
}

/** The class of a status: green for nothing, red for what failed, amber for what waits. */
export function toneOf(status: string, failed: number): string | null {
  if (failed > 0) return "bad";
  return status === "done" ? null : "warn";
}
