import { z } from "zod";
import { readSpecPage, type SpecPage, specPageSchema } from "../../composition/overview/read-specs-page.ts";
import type { SpecWalk } from "../../runs/store/course/read-spec-walks.ts";
import { actionForm } from "../html/form.ts";
import { count, minute, percent, plural, ratio } from "../html/format.ts";
import { type Html, html } from "../html/html.ts";
import { specFields } from "../html/spec-form.ts";
import { figures, table } from "../html/table.ts";
import { definePage, type PageBody, type View } from "../server/define-page.ts";
import { notFound } from "../server/http-error.ts";
import { ACTION_WORDS } from "./specs.ts";

/** The slug of a spec in a path. */
export const slugParam = z.string().min(1).max(64);

/** One stored search: what it has brought, its revisions, whom it shares, and its row to change. */
export const specPage = definePage({
  path: "/specs/:spec",
  params: z.object({ spec: slugParam, overlap: z.literal("yes").optional() }),
  data: specPageSchema,
  async read({ context }, { spec, overlap }) {
    const found = await readSpecPage(context.app, spec, { withOverlap: overlap === "yes" });
    if (found === null) throw notFound(`search ${spec}`);
    return found;
  },
  view,
});

function view(spec: SpecPage, page: View): PageBody {
  return {
    title: spec.spec,
    body: html`<section><h1>${spec.spec}</h1><p class="under">Revision ${spec.revision}${!spec.enabled && ", disabled"}${spec.nightly && ", nightly"}${spec.owner !== null && `, of ${spec.owner}`}. Next: ${ACTION_WORDS[spec.action] ?? spec.action}${spec.page !== null && ` from page ${spec.page}`}${spec.nextAt !== null && `, ${minute(spec.nextAt, page.timeZone)}`}.</p>
<div class="card">${figures([
      { label: "people", value: count(spec.yield?.profiles ?? 0) },
      { label: "new", value: count(spec.yield?.profilesNew ?? 0), tone: "new" },
      { label: "credits", value: count(spec.yield?.creditsSpent ?? 0) },
      { label: "a new person", value: ratio(spec.yield?.creditsSpent ?? 0, spec.yield?.profilesNew ?? 0) },
      { label: "next, likely", value: spec.likely === null ? "unknown" : count(spec.likely) },
      { label: "next, at most", value: spec.most === null ? "no limit" : count(spec.most) },
    ])}</div>${warnings(spec)}</section>
<section><h2>Overlap</h2><div class="card"><p>${describeOverlap(spec)}</p><p><a href="/people?spec=${spec.spec}">The people it found</a></p></div></section>
<section><h2>Readings</h2><div class="card">${walks(spec, page)}</div></section>
${page.scopes.has("run") && editing(spec, page)}`,
  };
}

function warnings({ warnings: list }: SpecPage): Html | false {
  return (
    list.length > 0 &&
    html`<div class="card needs"><ul class="plain">${list.map((text) => html`<li>${text}</li>`)}</ul></div>`
  );
}

function describeOverlap({ overlap, spec }: SpecPage): Html {
  if (overlap === null)
    return html`<a href="/specs/${spec}?overlap=yes">Count whom others find too</a>: takes some seconds where there are many people.`;
  const { people, shared, closest } = overlap;
  const share = people === 0 ? 0 : shared / people;
  return html`${count(shared)} of its ${plural(people, "person", "people")} (${percent(share)}) were found by others too${closest !== null && html`, most of them by <a href="/specs/${closest.spec}">${closest.spec}</a>: ${count(closest.shared)}`}.`;
}

function walks({ walks: list }: SpecPage, { timeZone }: View): Html {
  return table<SpecWalk>(
    [
      { head: "run", cell: ({ runId }) => html`<a href="/runs/${runId}">${runId}</a>` },
      { head: "at", cell: ({ startedAt }) => minute(startedAt, timeZone) },
      { head: "revision", cell: ({ revision }) => `r${revision}` },
      {
        head: "ended",
        cell: ({ status, stopReason }) => (stopReason ?? status).replaceAll("_", " "),
        tone: ({ status }) => (status === "failed" ? "bad" : status === "stopped" ? "warn" : null),
      },
      { head: "pages", number: true, cell: ({ pages }) => count(pages) },
      { head: "people", number: true, cell: ({ profilesSeen }) => count(profilesSeen) },
      { head: "new", number: true, cell: ({ profilesNew }) => count(profilesNew), tone: () => "new" },
      { head: "credits", number: true, cell: ({ credits }) => count(credits) },
      { head: "search", cell: ({ search }) => describeSearch(search), tone: () => "soft" },
    ],
    list,
    { caption: "Readings of this search, newest first", empty: "It was not run yet." },
  );
}

function describeSearch(search: SpecWalk["search"]): string {
  return Object.entries(search)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}

function editing(spec: SpecPage, page: View): Html {
  return html`<section><h2>Change</h2><div class="card">${actionForm(page, {
    action: `/specs/${spec.spec}`,
    body: specFields(spec.cells),
    button: "Store: buys nothing",
    command: "sourcing specs import FILE",
  })}</div><div class="card">${actionForm(page, {
    action: `/specs/${spec.spec}/switch`,
    fields: html`<input type="hidden" name="enabled" value="${spec.enabled ? "no" : "yes"}">`,
    button: spec.enabled ? "Disable: no run takes it" : "Enable",
    command: `sourcing specs ${spec.enabled ? "disable" : "enable"} ${spec.spec}`,
  })}</div></section>`;
}
