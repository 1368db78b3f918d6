import { z } from "zod";
import { type RunPage, readRunPage, runPageSchema } from "../../composition/overview/read-run-page.ts";
import { burnChart } from "../html/burn-chart.ts";
import { actionForm, field } from "../html/form.ts";
import { minute } from "../html/format.ts";
import { type Html, html } from "../html/html.ts";
import { pageCells } from "../html/page-cells.ts";
import { callsOfRun, eventsOfRun, runFigures, runHeadline, specsOfRun } from "../html/run-parts.ts";
import { command } from "../html/table.ts";
import { definePage, type PageBody, type View } from "../server/define-page.ts";
import { notFound } from "../server/http-error.ts";

/** The number of a run in a path. */
export const runNumber = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

const LIVE_MS = 1_000;

/** One run, live. */
export const runPage = definePage({
  path: "/runs/:run",
  params: z.object({ run: runNumber, before: runNumber.optional() }),
  data: runPageSchema,
  async read({ context }, { run, before = null }) {
    const found = await readRunPage(context.app, run, before);
    if (found === null) throw notFound(`run ${run}`);
    return found;
  },
  view,
  live: { everyMs: LIVE_MS, parts, isOver },
});

function isOver({ status }: RunPage): boolean {
  return ["done", "cancelled", "interrupted"].includes(status);
}

/** What changes while the run is at work. */
function parts(run: RunPage, timeZone: string): Readonly<Record<string, Html>> {
  const { course, budgetCredits: budget, cells, status } = run;
  return {
    headline: html`${runHeadline(run)}`,
    figures: runFigures(run),
    burn: burnChart({ points: course, budget, timeZone }),
    cells: pageCells(cells),
    specs: specsOfRun(run),
    calls: callsOfRun(run, timeZone),
    events: eventsOfRun(run, timeZone),
    hint: html`${isOver(run) && status !== "done" && html`It can be resumed at the first page not bought.`}`,
  };
}

function view(run: RunPage, page: View): PageBody {
  const shown = parts(run, page.timeZone);
  const { runId, callsBefore } = run;
  const live = (name: string) => html`<div data-live="${name}">${shown[name]}</div>`;
  return {
    title: `Run ${runId}`,
    ...(isOver(run) ? {} : { events: `/runs/${runId}/events` }),
    body: html`<section><h1 data-live="headline">${shown.headline}</h1>
<p class="under">${describeSettings(run, page.timeZone)} <span data-live="hint">${shown.hint}</span></p>
<div class="card">${live("figures")}</div></section>
<section class="row"><div class="card">${live("burn")}</div><div class="card">${page.scopes.has("run") ? controls(run, page) : html`<p class="soft">This session may look, not spend.</p>`}</div></section>
<section><h2>Pages</h2><div class="card">${live("cells")}</div></section>
<section><h2>Searches</h2><div class="card">${live("specs")}</div></section>
<section><h2>Calls</h2><div class="card">${live("calls")}
${callsBefore !== null && html`<p class="bar"><a class="btn" href="/runs/${String(runId)}?before=${String(callsBefore)}">Older calls</a></p>`}${command(`sourcing runs ${runId}`)}</div></section>
<section><h2>What happened</h2><div class="card">${live("events")}</div></section>`,
  };
}

function describeSettings({ settings }: RunPage, timeZone: string): string {
  const { selection, schedule, createdAt, maxPages, restart } = settings;
  const what = {
    csv: "a sheet of searches",
    specs: selection.kind === "specs" ? selection.specs.join(", ") : "",
    tag: selection.kind === "tag" ? `searches tagged ${selection.tag}` : "",
    all: "every stored search",
  }[selection.kind];
  const notes = [
    `${what[0]?.toUpperCase()}${what.slice(1)}`,
    schedule === null ? "booked by a person" : `booked by the schedule ${schedule}`,
    minute(createdAt, timeZone),
    ...(maxPages === null ? [] : [`at most ${maxPages} pages each`]),
    ...(restart ? ["from page 1 again"] : []),
  ];
  return `${notes.join(" · ")}.`;
}

function controls(run: RunPage, page: View): Html {
  const { runId, budgetCredits, status, totals, settings } = run;
  const used = totals.creditsSpent + totals.creditsInSuspense;
  const more = budgetCredits ?? Math.ceil((used + 100) / 100) * 100;
  const resumable =
    isOver(run) && run.specs.some(({ status: one }) => ["stopped", "cancelled", "waiting"].includes(one));
  return html`${
    !isOver(run) &&
    actionForm(page, {
      action: `/runs/${runId}/cancel`,
      button: "Stop at the page boundary",
      kind: "stop",
      command: `sourcing cancel ${runId}`,
    })
  }
${
  (resumable || status === "interrupted") &&
  actionForm(page, {
    action: `/runs/${runId}/resume`,
    fields: field({ name: "budget", label: "in all at most", value: more, type: "number" }),
    button: "Resume: spends credits",
    kind: "buy",
    once: true,
    command: `sourcing resume ${runId} --budget ${more}`,
  })
}
${isOver(run) && !resumable && html`<p class="soft">Every search of this run has come to its end.</p>`}
${settings.isForeground && !isOver(run) && html`<p class="soft">A command in a terminal works on it; Ctrl-C there interrupts it.</p>`}`;
}
