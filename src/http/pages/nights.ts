import { z } from "zod";
import {
  type Nights,
  nightsSchema,
  type PlannedFiring,
  readNights,
} from "../../composition/schedules/read-nights.ts";
import { actionForm, choice, field } from "../html/form.ts";
import { count, minute, plural } from "../html/format.ts";
import { type Html, html } from "../html/html.ts";
import { monthGrid } from "../html/month-grid.ts";
import { command, table } from "../html/table.ts";
import { definePage, type PageBody, type View } from "../server/define-page.ts";

const FIRINGS_LISTED = 10;

/** A month of scheduled runs: those past by how they ended, those to come to be skipped or moved. */
export const nightsPage = definePage({
  path: "/nights",
  nav: "Nights",
  params: z.object({
    month: z
      .string()
      .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, "expected a month such as 2026-12")
      .optional(),
  }),
  data: nightsSchema,
  read: ({ context }, { month = null }) => readNights(context.app, month),
  view,
});

function view(nights: Nights, page: View): PageBody {
  const { month } = nights;
  return {
    title: "Nights",
    body: html`<section><h1>${monthName(month)}</h1><p class="under">${headline(nights, page)}</p>
<p class="bar"><a class="btn" href="/nights?month=${neighbour(month, -1)}">Earlier</a><a class="btn" href="/nights">This month</a><a class="btn" href="/nights?month=${neighbour(month, 1)}">Later</a></p>
${monthGrid(nights, page.timeZone)}<p class="legend"><span class="new">ended well</span><span class="warn">unfinished, skipped or moved</span><span class="bad">with failures</span><span>to come</span></p></section>
<section><h2>Next</h2><div class="card">${planned(nights, page)}</div></section>
<section><h2>Schedules</h2>${schedules(nights, page)}</section>
${page.scopes.has("run") && setting(page)}`,
  };
}

function headline({ planned: list, schedules: all, now }: Nights, { timeZone }: View): string {
  const next = list.find(({ change, firesAt }) => change !== "skipped" && firesAt > now);
  if (all.length === 0) return "No schedule is set yet.";
  return next === undefined
    ? "Nothing more fires in this month."
    : `${next.schedule} fires next: ${minute(next.firesAt, next.timeZone)} ${next.timeZone}. The calendar is in ${timeZone}.`;
}

function planned({ planned: list }: Nights, page: View): Html {
  return table<PlannedFiring>(
    [
      { head: "schedule", cell: ({ schedule }) => schedule },
      { head: "fires", cell: ({ firesAt, timeZone }) => `${minute(firesAt, timeZone)} ${timeZone}` },
      {
        head: "as",
        cell: ({ change, at }) =>
          change === "none"
            ? "planned"
            : change === "skipped"
              ? "skipped"
              : `moved from ${at.replace("T", " ")}`,
        tone: ({ change }) => (change === "none" ? "soft" : "warn"),
      },
      { head: "change this one", cell: (firing) => page.scopes.has("run") && changing(firing, page) },
    ],
    list.slice(0, FIRINGS_LISTED),
    { caption: "Firings to come", empty: "Nothing fires in the rest of this month." },
  );
}

function changing({ schedule, at, change }: PlannedFiring, page: View): Html {
  const hidden = html`<input type="hidden" name="at" value="${at}">`;
  if (change !== "none")
    return actionForm(page, {
      action: `/nights/${schedule}/restore`,
      fields: hidden,
      button: "As planned again",
      command: `sourcing schedule restore ${schedule} --at ${at}`,
    });
  return html`<div class="bar">${actionForm(page, {
    action: `/nights/${schedule}/skip`,
    fields: hidden,
    button: "Skip",
    kind: "stop",
    command: `sourcing schedule skip ${schedule} --at ${at}`,
  })}${actionForm(page, {
    action: `/nights/${schedule}/shift`,
    fields: html`${hidden}<label>to <input type="datetime-local" name="to" value="${at}" required></label>`,
    button: "Shift",
    command: `sourcing schedule shift ${schedule} --at ${at} --to …`,
  })}</div>`;
}

function schedules({ schedules: list }: Nights, page: View): Html {
  if (list.length === 0)
    return html`<div class="card"><p class="empty">None yet. A schedule runs the searches marked nightly, within a budget, as long as a worker is at work.</p></div>`;
  return html`${list.map(
    ({
      name,
      words,
      problem,
      lastRun,
      budgetCredits,
    }) => html`<div class="card"><h3>${name}</h3><p class="${problem === null ? "soft" : "bad"}">${problem ?? words}${lastRun !== null && html` · last: <a href="/runs/${lastRun.runId}">run ${lastRun.runId}</a>, ${lastRun.status}`}</p>
${
  page.scopes.has("run") &&
  html`<div class="bar">${actionForm(page, {
    action: `/nights/${name}/run-now`,
    button: `Run now: at most ${plural(budgetCredits, "credit")}`,
    kind: "buy",
    once: true,
    command: `sourcing schedule run-now ${name} --detach`,
  })}${actionForm(page, {
    action: `/nights/${name}/remove`,
    button: "Remove",
    kind: "stop",
    command: `sourcing schedule remove ${name}`,
  })}</div>`
}</div>`,
  )}${command("sourcing schedule list")}`;
}

function setting(page: View): Html {
  return html`<section><h2>Set one, or change it</h2><div class="card">${actionForm(page, {
    action: "/nights/set",
    body: html`<div class="fields">${field({ name: "name", label: "name", hint: "nightly", required: true })}${field({ name: "cron", label: "when (cron)", value: "0 2 * * *", required: true })}${field({ name: "tz", label: "zone", value: page.timeZone, required: true })}${field({ name: "budget", label: "budget of a night", type: "number", hint: count(500), required: true })}${choice(
      { name: "kind", label: "searches marked nightly", value: "all" },
      [
        ["all", "all of them"],
        ["tag", "with this tag"],
        ["specs", "these"],
      ],
    )}${field({ name: "which", label: "tag, or names with commas" })}</div>`,
    button: "Set",
    command: 'sourcing schedule set NAME --cron "0 2 * * *" --all --budget 500',
  })}</div></section>`;
}

function monthName(month: string): string {
  return new Date(`${month}-01T00:00:00Z`).toLocaleDateString("en-GB", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
}

function neighbour(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}
