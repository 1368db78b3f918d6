import { z } from "zod";
import { type PlanPage, planSchema, readPlan } from "../../composition/buying/read-plan.ts";
import type { SpecSelection } from "../../specs/spec-selection.ts";
import { UsageError } from "../../values/errors.ts";
import { actionForm, choice, field } from "../html/form.ts";
import { count, percent, plural } from "../html/format.ts";
import { type Html, html } from "../html/html.ts";
import { command, figures, table } from "../html/table.ts";
import { definePage, type PageBody, type View } from "../server/define-page.ts";
import { ACTION_WORDS } from "./specs.ts";

const blankIsNone = (text: string | undefined) => text?.trim() || null;
const words = z.string().max(5_000).optional().transform(blankIsNone);
const number = z
  .string()
  .trim()
  .regex(/^\d{0,9}$/, "expected a whole number")
  .optional()
  .transform((text) => (text ? Number(text) : null));

/** Which searches a plan or a run takes, and within what; all of them where none is named. */
export const runForm = z.object({
  specs: words,
  tag: words,
  budget: number,
  pages: number,
  restart: z.enum(["no", "yes"]).default("no"),
});
export type RunForm = z.infer<typeof runForm>;

const pageSchema = z.object({
  form: z.object({
    specs: z.string().nullable(),
    tag: z.string().nullable(),
    budget: z.number().nullable(),
    pages: z.number().nullable(),
    restart: z.enum(["no", "yes"]),
  }),
  /** Null: nothing can be planned, and `problem` says why. */
  plan: planSchema.nullable(),
  problem: z.string().nullable(),
});

/** What a run would cost, how far a budget reaches, and the button that starts it. */
export const planPage = definePage({
  path: "/plan",
  nav: "Plan",
  params: runForm.extend({ overlap: z.literal("yes").optional() }),
  data: pageSchema,
  async read({ context }, { overlap, ...form }) {
    try {
      const options = { ...toOptions(form), withOverlaps: overlap === "yes" };
      return { form, plan: await readPlan(context.app, toSelection(form), options), problem: null };
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return { form, plan: null, problem: error.message };
    }
  },
  view,
});

/** The selection of a form. @throws UsageError for two ways at once */
export function toSelection({ specs, tag }: RunForm): Exclude<SpecSelection, { kind: "csv" }> {
  if (specs !== null && tag !== null) throw new UsageError("name searches or a tag, not both");
  if (tag !== null) return { kind: "tag", tag };
  if (specs === null) return { kind: "all" };
  return { kind: "specs", specs: [...new Set(specs.split(/[\s,]+/).filter((slug) => slug !== ""))] };
}

/** The limits of a form. */
export function toOptions({ budget, pages, restart }: RunForm) {
  return {
    ...(budget === null ? {} : { budget }),
    ...(pages === null ? {} : { maxPages: pages }),
    restart: restart === "yes",
  };
}

/** The same as a command line, after `plan` or `run`. */
function toArguments({ specs, tag, budget, pages, restart }: RunForm): string {
  const what =
    specs !== null ? `--specs ${specs.split(/[\s,]+/).join(",")}` : tag !== null ? `--tag ${tag}` : "--all";
  const parts = [
    what,
    budget === null ? "" : `--budget ${budget}`,
    pages === null ? "" : `--max-pages ${pages}`,
    restart === "yes" ? "--restart" : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function view({ form, plan, problem }: z.infer<typeof pageSchema>, page: View): PageBody {
  return {
    title: "Plan",
    body: html`<section><h1>${plan === null ? "Nothing can be planned yet" : headline(plan)}</h1><p class="under">${problem ?? "From what was bought before, for zero credits."}</p>
<form method="get" action="/plan" class="card"><div class="fields">${field({ name: "specs", label: "searches, with commas between", value: form.specs, hint: "all", type: "search" })}${field({ name: "tag", label: "or those with the tag", value: form.tag })}${field({ name: "budget", label: "budget in credits", value: form.budget, type: "number", hint: "none" })}${field({ name: "pages", label: "pages of each, at most", value: form.pages, type: "number", hint: "all" })}${choice(
      { name: "restart", label: "from", value: form.restart },
      [
        ["no", "the first page not bought"],
        ["yes", "page 1 again"],
      ],
    )}</div><div class="bar"><button>Plan</button></div></form></section>
${plan !== null && parts(plan, form, page)}`,
  };
}

function headline({ forecast, mostCredits, specs }: PlanPage): string {
  const buying = specs.filter(({ page }) => page !== null).length;
  if (buying === 0) return "Everything is up to date: nothing to buy";
  const likely = forecast === null ? "cost unknown" : `likely ${count(forecast.likely)} credits`;
  return `${plural(buying, "search", "searches")}, ${likely}, ${mostCredits === null ? "no limit" : `at most ${count(mostCredits)}`}`;
}

function parts(plan: PlanPage, form: RunForm, page: View): Html {
  const { forecast, unknown, mostCredits } = plan;
  return html`<section><div class="card">${figures([
    { label: "likely", value: forecast === null ? "unknown" : count(forecast.likely) },
    {
      label: "between",
      value: forecast === null ? "–" : `${count(forecast.low)} and ${count(forecast.high)}`,
    },
    { label: "at most", value: mostCredits === null ? "no limit" : count(mostCredits) },
    { label: "never asked", value: count(unknown), ...(unknown > 0 ? { tone: "warn" as const } : {}) },
  ])}</div></section>
${page.scopes.has("run") && buying(plan, form, page)}
<section><h2>Searches</h2><div class="card">${specsTable(plan)}${command(`sourcing plan ${toArguments(form)}`)}</div></section>
<section id="overlap"><h2>Found by others already</h2><div class="card">${overlaps(plan, form)}</div></section>`;
}

function buying(plan: PlanPage, form: RunForm, page: View): Html {
  const { mostCredits, isLimited } = plan;
  if (mostCredits === 0) return html``;
  if (!isLimited)
    return html`<section><div class="card needs"><p>Nothing limits what this run may spend. Give a budget above, then plan again: the button to buy follows.</p></div></section>`;
  const price =
    mostCredits === null
      ? "within the limits of the day and the month"
      : `at most ${plural(mostCredits, "credit")}`;
  return html`<section><div class="card">${actionForm(page, {
    action: "/plan/buy",
    fields: Object.entries(form).map(
      ([name, value]) =>
        html`<input type="hidden" name="${name}" value="${value === null ? "" : String(value)}">`,
    ),
    button: `Buy: ${price}`,
    kind: "buy",
    once: true,
    command: `sourcing run ${toArguments(form)}`,
  })}</div></section>`;
}

function specsTable(plan: PlanPage): Html {
  return table<PlanPage["specs"][number]>(
    [
      {
        head: "search",
        cell: ({ spec, warnings }) =>
          html`<a href="/specs/${spec}">${spec}</a>${warnings.map((text) => html`<br><span class="warn small">${text}</span>`)}`,
      },
      { head: "does", cell: ({ action }) => ACTION_WORDS[action] ?? action },
      { head: "from page", number: true, cell: ({ page }) => (page === null ? "–" : count(page)) },
      {
        head: "likely",
        number: true,
        cell: ({ forecast }) => (forecast === null ? "unknown" : count(forecast.likely)),
      },
      {
        head: "between",
        number: true,
        cell: ({ forecast }) =>
          forecast === null || forecast.low === forecast.high
            ? "–"
            : `${count(forecast.low)} to ${count(forecast.high)}`,
        tone: () => "soft",
      },
      {
        head: "at most",
        number: true,
        cell: ({ mostCredits }) => (mostCredits === null ? "no limit" : count(mostCredits)),
      },
      { head: "the budget reaches", cell: reachBar },
    ],
    [...plan.specs].sort((a, b) => (b.forecast?.likely ?? 1e12) - (a.forecast?.likely ?? 1e12)),
    { caption: "What a run would buy of each search", empty: "No search is chosen." },
  );
}

/** How much of what a search is likely to cost the budget leaves it. */
function reachBar({ reach, forecast, mostCredits }: PlanPage["specs"][number]): Html | string {
  const likely = forecast?.likely ?? mostCredits;
  if (reach === null || likely === null || likely === 0) return "–";
  const share = Math.min(1, reach / likely);
  return html`<svg class="reach" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="${percent(share)} of what is likely"><title>${count(reach)} of ${count(likely)} credits</title><rect class="fill-known" width="100" height="8" rx="1"/><rect class="fill-accent" width="${Math.round(share * 100)}" height="8" rx="1"/></svg>`;
}

function overlaps({ overlaps: list }: PlanPage, form: RunForm): Html {
  if (list === null) {
    const asked = Object.entries(form).map(([name, value]): [string, string] => [name, String(value ?? "")]);
    const query = new URLSearchParams([...asked, ["overlap", "yes"]]);
    return html`<p class="empty"><a href="/plan?${query.toString()}#overlap">Count it</a>: takes some seconds where there are many people.</p>`;
  }
  return table<NonNullable<PlanPage["overlaps"]>[number]>(
    [
      { head: "search", cell: ({ spec }) => html`<a href="/specs/${spec}">${spec}</a>` },
      { head: "people so far", number: true, cell: ({ people }) => count(people) },
      { head: "found by others too", number: true, cell: ({ shared }) => count(shared) },
      {
        head: "share",
        number: true,
        cell: ({ shared, people }) => (people === 0 ? "–" : percent(shared / people)),
        tone: ({ shared, people }) => (people > 0 && shared / people > 0.5 ? "warn" : null),
      },
      {
        head: "most by",
        cell: ({ closest }) =>
          closest === null
            ? "–"
            : html`<a href="/specs/${closest.spec}">${closest.spec}</a> (${count(closest.shared)})`,
      },
    ],
    list,
    {
      caption: "How much of what searches find others find too",
      empty: "Nobody was found by these searches yet.",
    },
  );
}
