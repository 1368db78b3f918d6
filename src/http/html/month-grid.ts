import type { Nights, PlannedFiring } from "../../composition/schedules/read-nights.ts";
import { localMinute } from "../../runs/schedules/schedule.ts";
import type { Fired } from "../../runs/schedules/store/read-firings.ts";
import { count } from "./format.ts";
import { type Html, html } from "./html.ts";
import { toneOf } from "./runs-table.ts";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const DAY_MS = 24 * 3_600_000;

/** A month as a calendar: past firings coloured by how their run ended, those to come by when they fire. */
export function monthGrid({ month, fired, planned, now }: Nights, timeZone: string): Html {
  const dateOf = (at: Date) => localMinute(at, timeZone).slice(0, 10);
  const days = daysOf(month);
  const lead = (new Date(`${month}-01T00:00:00Z`).getUTCDay() + 6) % 7;
  const today = dateOf(now);
  return html`<div class="month">${WEEKDAYS.map((name) => html`<div class="head">${name}</div>`)}
${Array.from({ length: lead }, () => html`<div class="date none"></div>`)}
${days.map((date) => {
  const past = fired.filter(({ plannedFor }) => dateOf(plannedFor) === date);
  const next = planned.filter(({ firesAt }) => dateOf(firesAt) === date);
  const isEmpty = past.length + next.length === 0;
  return html`<div class="date ${date === today ? "today" : ""} ${isEmpty ? "other" : ""}"><b>${Number(date.slice(8))}</b>${past.map((one) => firedLine(one, timeZone))}${next.map((one) => plannedLine(one, timeZone))}</div>`;
})}</div>`;
}

function firedLine(
  { schedule, plannedFor, runId, status, failed, profilesNew, credits }: Fired,
  timeZone: string,
): Html {
  const tone = toneOf(status, failed) ?? "new";
  return html`<p class="${tone}">${clock(plannedFor, timeZone)} <a href="/runs/${runId}">${schedule}</a><br>${count(profilesNew)} new, ${count(credits)} credits</p>`;
}

function plannedLine({ schedule, firesAt, change }: PlannedFiring, timeZone: string): Html {
  const words = { none: "", skipped: " skipped", moved: " moved" }[change];
  return html`<p class="${change === "none" ? "soft" : "warn"}">${clock(firesAt, timeZone)} ${schedule}${words}</p>`;
}

function clock(at: Date, timeZone: string): string {
  return localMinute(at, timeZone).slice(11);
}

function daysOf(month: string): string[] {
  const start = new Date(`${month}-01T00:00:00Z`).getTime();
  return Array.from({ length: 31 }, (_, index) =>
    new Date(start + index * DAY_MS).toISOString().slice(0, 10),
  ).filter((date) => date.startsWith(month));
}
