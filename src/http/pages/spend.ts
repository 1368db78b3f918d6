import { z } from "zod";
import { readSpendPage, type SpendPage, spendSchema } from "../../composition/overview/read-spend-page.ts";
import { LEDGER_GROUPS, type LedgerLine, type SuspenseLine } from "../../credits/spend-report.ts";
import type { ForecastError } from "../../runs/store/course/read-forecast-errors.ts";
import { barChart } from "../html/bar-chart.ts";
import { actionForm, field } from "../html/form.ts";
import { count, minute, percent, plural, ratio } from "../html/format.ts";
import { type Html, html } from "../html/html.ts";
import { command, figures, table } from "../html/table.ts";
import { definePage, type PageBody, type View } from "../server/define-page.ts";

/** Where the credits went, how good forecasts are, and what of the ledger waits for a person. */
export const spendPage = definePage({
  path: "/spend",
  nav: "Spend",
  params: z.object({ by: z.enum(LEDGER_GROUPS).default("spec") }),
  data: spendSchema,
  read: ({ context }, { by }) => readSpendPage(context.app, by),
  view,
});

function view(spend: SpendPage, page: View): PageBody {
  const { by, days } = spend;
  const bars = days.map(({ key, creditsSpent, profilesNew, profiles }) => ({
    label: key,
    value: creditsSpent,
    part: profiles === 0 ? 0 : (creditsSpent * profilesNew) / profiles,
    words: `${key}: ${count(creditsSpent)} credits, ${count(profilesNew)} new people, ${ratio(creditsSpent, profilesNew)} each`,
  }));
  return {
    title: "Spend",
    body: html`<section><h1>${headline(spend)}</h1><p class="under">${balances(spend, page)}</p><div class="card">${figures(toFigures(spend))}</div></section>
${suspense(spend, page)}
<section><h2>By day</h2><div class="card">${barChart(bars, "Credits by day, and the share that brought new people")}<p class="legend"><span>credits</span><span class="new">for new people</span></p></div></section>
<section><h2>By ${by === "spec" ? "search" : by}</h2><p class="bar">${LEDGER_GROUPS.map((group) => (group === by ? html`<b>${group === "spec" ? "search" : group}</b>` : html`<a href="/spend?by=${group}">${group === "spec" ? "search" : group}</a>`))}</p>
<div class="card">${ledger(spend)}${command(`sourcing credits --by ${by}`)}</div></section>
<section><h2>Forecasts</h2><div class="card">${forecasts(spend, page)}</div></section>`,
  };
}

function headline({ used, limits }: SpendPage): string {
  return `${plural(used.month, "credit")} this month${limits.month === null ? "" : ` of ${count(limits.month)}`}`;
}

function balances({ balances: list }: SpendPage, { timeZone }: View): string {
  if (list.length === 0) return "Nothing was bought yet, so the balance is not known.";
  return list
    .map(({ key, balance, balanceAt }) =>
      balance === null || balanceAt === null
        ? `Key ${key}: balance not known.`
        : `Key ${key}: ${count(balance)} credits as of ${minute(balanceAt, timeZone)}.`,
    )
    .join(" ");
}

function toFigures({ days, used, price, suspense }: SpendPage) {
  const sum = (of: (line: LedgerLine) => number) => days.reduce((total, line) => total + of(line), 0);
  const [credits, people] = [sum(({ creditsSpent }) => creditsSpent), sum(({ profilesNew }) => profilesNew)];
  const inSuspense = suspense.reduce((total, line) => total + line.credits, 0);
  return [
    { label: "today", value: count(used.day) },
    { label: "90 days", value: count(credits) },
    { label: "new people", value: count(people), tone: "new" as const },
    { label: "credits a new person", value: ratio(credits, people) },
    ...(price === null || people === 0
      ? []
      : [
          {
            label: "a new person",
            value: `${((credits / people) * price.amount).toFixed(2)} ${price.currency}`,
          },
        ]),
    {
      label: "in suspense",
      value: count(inSuspense),
      ...(inSuspense > 0 ? { tone: "warn" as const } : {}),
    },
  ];
}

function ledger({ lines, by }: SpendPage): Html {
  return table<LedgerLine>(
    [
      {
        head: by === "spec" ? "search" : by,
        cell: ({ key }) =>
          by === "spec"
            ? html`<a href="/specs/${key}">${key}</a>`
            : by === "run"
              ? html`<a href="/runs/${key}">${key}</a>`
              : key,
      },
      { head: "pages", number: true, cell: ({ pages }) => count(pages) },
      { head: "people", number: true, cell: ({ profiles }) => count(profiles) },
      { head: "new", number: true, cell: ({ profilesNew }) => count(profilesNew), tone: () => "new" },
      { head: "credits", number: true, cell: ({ creditsSpent }) => count(creditsSpent) },
      {
        head: "in suspense",
        number: true,
        cell: ({ creditsInSuspense }) => count(creditsInSuspense),
        tone: ({ creditsInSuspense }) => (creditsInSuspense > 0 ? "warn" : "soft"),
      },
      {
        head: "a new one",
        number: true,
        cell: ({ creditsSpent, profilesNew }) => ratio(creditsSpent, profilesNew),
      },
    ],
    lines,
    {
      caption: `Credits by ${by}`,
      empty: html`Nothing was bought yet. <a href="/plan">Plan</a> says what a first run would cost.`,
    },
  );
}

function suspense({ suspense: lines }: SpendPage, page: View): Html {
  return html`<section id="suspense"><h2>In suspense</h2><div class="card">${
    lines.length > 0 &&
    html`<p class="soft">These calls may have been charged. Look each up in Leonar's usage page, then say what it was charged; 0 where it was not.</p>`
  }${table<SuspenseLine>(
    [
      { head: "call", cell: ({ call }) => call },
      { head: "search", cell: ({ spec }) => spec },
      { head: "run", number: true, cell: ({ run }) => html`<a href="/runs/${run}">${run}</a>` },
      { head: "page", number: true, cell: ({ page: number }) => count(number) },
      { head: "credits", number: true, cell: ({ credits }) => count(credits), tone: () => "warn" },
      { head: "opened", cell: ({ openedAt }) => minute(openedAt, page.timeZone) },
      { head: "bought again", cell: ({ rebought }) => (rebought ? "yes" : "no") },
      { head: "why", cell: ({ why }) => why, tone: () => "soft" },
      { head: "was charged", cell: ({ call, credits }) => settling(page, call, credits) },
    ],
    lines,
    { caption: "Calls in suspense", empty: "Nothing: every call is settled." },
  )}</div></section>`;
}

function settling(page: View, call: number, reserved: number): Html | false {
  return (
    page.scopes.has("run") &&
    actionForm(page, {
      action: `/spend/calls/${call}/settle`,
      fields: html`${field({ name: "charged", label: "credits", type: "number", hint: `0 to ${reserved}`, required: true })}<label class="check"><input type="checkbox" name="force" value="yes"> more than ${reserved}</label>`,
      button: "Settle",
      once: true,
      command: `sourcing credits settle ${call} --charged N`,
    })
  );
}

function forecasts({ forecasts: list }: SpendPage, { timeZone }: View): Html {
  return table<ForecastError>(
    [
      { head: "run", cell: ({ runId }) => html`<a href="/runs/${runId}">${runId}</a>` },
      { head: "started", cell: ({ startedAt }) => minute(startedAt, timeZone) },
      { head: "searches", number: true, cell: ({ walks }) => count(walks) },
      { head: "forecast", number: true, cell: ({ forecast }) => count(forecast) },
      { head: "actual", number: true, cell: ({ actual }) => count(actual) },
      {
        head: "error",
        number: true,
        cell: ({ forecast, actual }) => (actual === 0 ? "–" : percent((forecast - actual) / actual)),
      },
      {
        head: "within its range",
        number: true,
        cell: ({ within, walks }) => `${count(within)} of ${count(walks)}`,
      },
    ],
    [...list].reverse(),
    {
      caption: "What was forecast and what was spent, by run",
      empty: "No search with a forecast has come to its end yet: the first reading of a search has none.",
    },
  );
}
