import type { RunPage } from "../../composition/overview/read-run-page.ts";
import type { SpecReport } from "../../runs/run-report.ts";
import type { RunCall } from "../../runs/store/course/read-run-calls.ts";
import type { RunEvent } from "../../runs/store/course/read-run-events.ts";
import { clock, count, duration, minute, plural, ratio } from "./format.ts";
import { type Html, html } from "./html.ts";
import { figures, table } from "./table.ts";

/** "Run 12 is buying" and the like. */
export function runHeadline({ runId, status, settings, held, specs }: RunPage): string {
  if (status === "running" && held) return `Run ${runId} waits: spending is on hold`;
  const isWaiting = specs.every((spec) => spec.status === "waiting");
  const words = {
    planned: "waits for a worker",
    running: isWaiting && specs.length > 0 ? "waits for a worker" : "is buying",
    interrupted: "was interrupted",
    done: "has ended",
    cancelled: "was cancelled",
  }[status];
  return `Run ${runId} ${words}${settings.isForeground && status === "running" ? " in a terminal" : ""}`;
}

export function runFigures({ totals, durationMs, budgetCredits }: RunPage): Html {
  const used = totals.creditsSpent + totals.creditsInSuspense;
  return figures([
    {
      label: "credits",
      value: budgetCredits === null ? count(used) : `${count(used)} of ${count(budgetCredits)}`,
    },
    { label: "new people", value: count(totals.profilesNew), tone: "new" },
    { label: "people", value: count(totals.profilesSeen) },
    { label: "a new person", value: ratio(totals.creditsSpent, totals.profilesNew) },
    { label: "pages", value: count(totals.pages) },
    ...(totals.creditsInSuspense > 0
      ? [{ label: "in suspense", value: count(totals.creditsInSuspense), tone: "warn" as const }]
      : []),
    { label: "time", value: duration(durationMs) },
  ]);
}

export function specsOfRun({ specs }: RunPage): Html {
  return table<SpecReport>(
    [
      { head: "search", cell: ({ spec }) => html`<a href="/specs/${spec}">${spec}</a>` },
      {
        head: "status",
        cell: ({ stopReason, status, note, fresh }) =>
          html`${fresh ? "up to date" : (stopReason ?? status).replaceAll("_", " ")}${note !== null && html`<br><span class="soft">${note}</span>`}`,
        tone: ({ status }) => (status === "failed" ? "bad" : status === "stopped" ? "warn" : null),
      },
      { head: "pages", number: true, cell: ({ pages }) => count(pages) },
      { head: "people", number: true, cell: ({ profilesSeen }) => count(profilesSeen) },
      { head: "new", number: true, cell: ({ profilesNew }) => count(profilesNew), tone: () => "new" },
      { head: "credits", number: true, cell: ({ creditsSpent }) => count(creditsSpent) },
      {
        head: "a new one",
        number: true,
        cell: ({ creditsSpent, profilesNew }) => ratio(creditsSpent, profilesNew),
      },
      {
        head: "budget",
        number: true,
        cell: ({ budgetCredits }) => (budgetCredits === null ? "–" : count(budgetCredits)),
      },
      { head: "next page", number: true, cell: ({ nextPage }) => count(nextPage), tone: () => "soft" },
    ],
    specs,
    { caption: "Searches of the run", empty: "Its searches are listed once a worker has started it." },
  );
}

export function callsOfRun({ calls }: RunPage, timeZone: string): Html {
  return table<RunCall>(
    [
      { head: "call", cell: ({ call }) => call },
      { head: "at", cell: ({ openedAt }) => clock(openedAt, timeZone) },
      { head: "search", cell: ({ spec }) => spec },
      { head: "page", number: true, cell: ({ page }) => count(page) },
      { head: "price", number: true, cell: describePrice },
      {
        head: "people",
        number: true,
        cell: ({ profiles }) => (profiles === null ? "–" : count(profiles)),
      },
      {
        head: "new",
        number: true,
        cell: ({ profilesNew }) => (profilesNew === null ? "–" : count(profilesNew)),
        tone: () => "new",
      },
      { head: "took", number: true, cell: ({ ms }) => (ms === null ? "–" : `${count(ms)} ms`) },
      {
        head: "outcome",
        cell: ({ status, outcome, problem }) =>
          html`${outcome ?? status}${problem !== null && html`<br><span class="soft">${problem}</span>`}`,
        tone: ({ status, outcome }) =>
          status === "suspense" ? "warn" : outcome === "refused" ? "bad" : null,
      },
      { head: "request", cell: ({ requestId }) => requestId ?? "–", tone: () => "mono soft" },
    ],
    calls,
    { caption: "Calls of the run, newest first", empty: "No call was made yet." },
  );
}

function describePrice({ credits, reserved, status }: RunCall): string {
  if (credits !== null) return count(credits);
  return status === "suspense" ? `${count(reserved)} in suspense` : `${count(reserved)} reserved`;
}

export function eventsOfRun({ events }: RunPage, timeZone: string): Html {
  return html`<ol class="plain events">${events.map(
    (event) => html`<li><time class="soft">${minute(event.at, timeZone)}</time> ${describeEvent(event)}</li>`,
  )}</ol>`;
}

function describeEvent({ kind, spec, detail, credits }: RunEvent): Html {
  const reason = (detail ?? "").replaceAll("_", " ");
  const budget =
    credits === null ? "without a budget of its own" : `with at most ${plural(credits, "credit")}`;
  switch (kind) {
    case "booked":
      return html`booked ${detail !== null && html`by the schedule ${detail} `}${budget}`;
    case "resumed":
      return html`resumed ${budget}`;
    case "begun":
      return html`${spec} began (${detail})`;
    case "ended":
      return html`${spec} ended: ${reason}`;
    case "suspense":
      return html`<span class="warn">${spec}: ${plural(credits ?? 0, "credit")} in suspense</span> ${reason}`;
    case "settled":
      return html`${spec}: settled at ${plural(credits ?? 0, "credit")} by ${reason}`;
    case "reported":
      return html`reported to the webhook`;
    case "finished":
      return html`the run ended: ${reason}`;
  }
}
