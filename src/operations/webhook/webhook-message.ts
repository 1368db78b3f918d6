import { addForecasts } from "../../runs/plan/forecast.ts";
import type { RunReport, SpecReport } from "../../runs/run-report.ts";
import type { DueNotification } from "../../runs/send-reports.ts";
import type { WebhookFormat } from "./webhook-format.ts";

/** Makes the JSON message of a report: counts, credits and reasons, nothing about people. */
function toJsonMessage(report: DueNotification, run: RunReport) {
  const { budgetCredits, balance, balanceAt, durationMs, totals, status, schedule, runId } = run;
  const forecasts = run.specs.map(({ forecast }) => forecast);
  return {
    version: 1,
    event: report.kind,
    at: report.madeAt,
    schedule: report.schedule ?? schedule,
    plannedFor: report.plannedFor,
    run: {
      runId,
      status,
      budgetCredits,
      durationMs,
      ...totals,
      forecast: addForecasts(forecasts, budgetCredits),
    },
    balance,
    balanceAt,
    specs: run.specs.map(toSpec),
  };
}

function toSpec(spec: SpecReport) {
  const { status, stopReason, fresh, pages, profilesNew, profilesChanged, creditsSpent, forecast } = spec;
  return {
    spec: spec.spec,
    status,
    stopReason,
    fresh,
    pages,
    profilesNew,
    profilesChanged,
    creditsSpent,
    forecast,
  };
}

/** Makes a short message for a channel of Slack. */
function toSlackMessage(report: DueNotification, run: RunReport) {
  const text = headline(report, run);
  const body = linesOf(run).join("\n");
  return { text, blocks: [section(`*${text}*`), section(body)] };
}

/** Makes an Adaptive Card, as workflows and connectors of Microsoft Teams take it. Blocks of text join single line breaks, so each line is one. */
function toTeamsMessage(report: DueNotification, run: RunReport) {
  const body = [
    { type: "TextBlock", text: headline(report, run), weight: "bolder", size: "medium", wrap: true },
    ...linesOf(run).map((text) => ({ type: "TextBlock", text, wrap: true, spacing: "small" })),
  ];
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    body,
  };
  return {
    type: "message",
    attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content }],
  };
}

/** The facts of a run for people in a channel, one a line. */
function linesOf({ totals, balance, specs }: RunReport): string[] {
  const stopped = specs.filter(({ status }) => status === "stopped" || status === "failed");
  const lines = [
    `${totals.pages} pages, ${totals.profilesNew} new people, ${totals.profilesChanged} changed`,
    `${totals.creditsSpent} credits spent${totals.creditsInSuspense > 0 ? `, ${totals.creditsInSuspense} in suspense` : ""}`,
    balance === null ? "" : `balance ${balance} credits`,
    ...stopped
      .slice(0, 10)
      .map(({ spec, stopReason }) => `• ${spec}: ${(stopReason ?? "").replaceAll("_", " ")}`),
    stopped.length > 10 ? `… and ${stopped.length - 10} more that stopped` : "",
  ];
  return lines.filter((line) => line !== "");
}

function section(text: string) {
  return { type: "section", text: { type: "mrkdwn", text } };
}

function headline({ kind, schedule, plannedFor }: DueNotification, run: RunReport): string {
  if (kind === "run_ended") {
    const of = run.schedule === null ? "" : ` of ${run.schedule}`;
    return `sourcing: run ${run.runId}${of} ${run.status}`;
  }
  return `sourcing: ${schedule} missed its firing of ${plannedFor?.toISOString() ?? "?"}; run ${run.runId} catches up`;
}

const MESSAGES = { json: toJsonMessage, slack: toSlackMessage, teams: toTeamsMessage } as const;

/** Makes the body of a report in the format that its receiver takes. */
export function toWebhookMessage(format: WebhookFormat, report: DueNotification, run: RunReport): object {
  return MESSAGES[format](report, run);
}
