import { z } from "zod";
import {
  firingsTonight,
  type NextFiring,
  readTonight,
  type Tonight,
  tonightSchema,
} from "../../composition/overview/read-tonight.ts";
import { tonightVerdict } from "../../composition/overview/tonight-verdict.ts";
import { actionForm } from "../html/form.ts";
import { count, minute, plural, ratio } from "../html/format.ts";
import { type Html, html } from "../html/html.ts";
import { runsTable } from "../html/runs-table.ts";
import { command, figures, table } from "../html/table.ts";
import { definePage, type PageBody, type View } from "../server/define-page.ts";

/** Whether the next scheduled runs will go well, and what waits for a person. */
export const tonightPage = definePage({
  path: "/",
  nav: "Tonight",
  params: z.object({}),
  data: tonightSchema,
  read: ({ context }) => readTonight(context.app, context.hasWorker),
  view,
});

function view(tonight: Tonight, page: View): PageBody {
  const verdict = tonightVerdict(tonight);
  return {
    title: "Tonight",
    body: html`<section><h1 class="${verdict.isFine ? "" : "warn"}">${verdict.sentence}</h1>
<p class="under">${verdict.reason !== null && `${capital(verdict.reason)}. `}${describePlan(tonight, page)}</p>
<div class="card">${figures(toFigures(tonight))}</div></section>
${needs(tonight)}
<section><h2>Next</h2><div class="card">${firings(tonight)}${command("sourcing schedule list")}</div></section>
<section><h2>Last runs</h2><div class="card">${runsTable(tonight.runs, page.timeZone)}${command("sourcing runs")}</div></section>
${page.scopes.has("run") && holding(tonight, page)}`,
  };
}

function describePlan(tonight: Tonight, { timeZone }: View): string {
  const firings = firingsTonight(tonight);
  const sum = (of: (firing: NextFiring) => number) =>
    firings.reduce((total, firing) => total + of(firing), 0);
  const specs = sum((firing) => firing.specs);
  const unknown = sum((firing) => firing.unknown);
  const [first] = firings;
  const plan =
    first?.at == null
      ? ""
      : `${plural(specs, "search", "searches")} at ${localTime(first.at, first.timeZone)}, likely ${count(sum(({ likely }) => likely ?? 0))} credits${
          unknown === 0 ? "" : ` and ${plural(unknown, "search", "searches")} of unknown cost`
        }, at most ${count(sum(({ most }) => most ?? 0))}. `;
  const { month } = tonight.limits;
  const used = `The month stands at ${count(tonight.used.month)}${month === null ? " credits" : ` of ${count(month)} credits`} (${timeZone}).`;
  return plan + used;
}

function localTime(at: Date, timeZone: string): string {
  const time = at.toLocaleTimeString("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
  return `${time} ${timeZone}`;
}

function toFigures({ runs, standing, used, limits }: Tonight) {
  const [last] = runs;
  return [
    { label: "last run", value: last === undefined ? "none yet" : `${count(last.creditsSpent)} credits` },
    { label: "new people", value: count(last?.profilesNew ?? 0), tone: "new" as const },
    { label: "credits a new person", value: ratio(last?.creditsSpent ?? 0, last?.profilesNew ?? 0) },
    { label: "today", value: `${count(used.day)}${limits.day === null ? "" : ` of ${count(limits.day)}`}` },
    {
      label: "in suspense",
      value: count(standing.suspenseCredits),
      ...(standing.suspenseCredits > 0 ? { tone: "warn" as const } : {}),
    },
  ];
}

function needs({ standing, resumable, specs, runs }: Tonight): Html | false {
  const list = [
    standing.suspenseCalls > 0 &&
      html`<li><a href="/spend#suspense">Settle ${plural(standing.suspenseCalls, "call")}</a>: ${count(standing.suspenseCredits)} credits may have been charged.</li>`,
    resumable !== null &&
      html`<li><a href="/runs/${resumable}">Run ${resumable} can go on</a>: look at why it stopped, then resume it.</li>`,
    specs === 0 &&
      html`<li>No search is stored yet. <code>sourcing specs import FILE</code> stores those of a sheet.</li>`,
    specs > 0 &&
      runs.length === 0 &&
      html`<li><a href="/plan">Nothing was bought yet</a>: see what a first run would cost.</li>`,
  ].filter((item) => item !== false);
  return (
    list.length > 0 &&
    html`<section><h2>Needs you</h2><div class="card needs"><ul class="plain">${list}</ul></div></section>`
  );
}

function firings({ firings: list }: Tonight): Html {
  return table<NextFiring>(
    [
      { head: "schedule", cell: ({ schedule }) => schedule },
      {
        head: "next",
        cell: ({ at, timeZone, problem }) => (at === null ? problem : `${minute(at, timeZone)} ${timeZone}`),
        tone: ({ problem }) => (problem === null ? null : "bad"),
      },
      { head: "searches", number: true, cell: ({ specs }) => count(specs) },
      { head: "likely", number: true, cell: ({ likely }) => (likely === null ? "unknown" : count(likely)) },
      { head: "at most", number: true, cell: ({ most }) => (most === null ? "no limit" : count(most)) },
    ],
    list,
    {
      caption: "The next run of each schedule",
      empty: html`No schedule is set. <code>sourcing schedule set nightly --cron "0 2 * * *" --all --budget 500</code> sets one.`,
    },
  );
}

function holding({ standing }: Tonight, page: View): Html {
  return standing.held
    ? html`<section><h2>Spending is on hold</h2><div class="card"><p class="soft">Every walk stops at its next page. Releasing lets schedules buy again.</p>${actionForm(page, { action: "/release", button: "Release: allow spending", kind: "buy", once: true, command: "sourcing release" })}</div></section>`
    : html`<section><h2>Hold</h2><div class="card"><p class="soft">Stops all spending of every run at the next page boundary, until it is released.</p>${actionForm(page, { action: "/hold", button: "Hold all spending", kind: "stop", command: "sourcing hold" })}</div></section>`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
