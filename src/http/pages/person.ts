import { z } from "zod";
import {
  type PersonPage,
  personPageSchema,
  readPersonPage,
} from "../../composition/privacy/read-person-page.ts";
import { actionForm } from "../html/form.ts";
import { count, day, minute, plural } from "../html/format.ts";
import { type Html, html } from "../html/html.ts";
import { profileLink } from "../html/profile-link.ts";
import { table } from "../html/table.ts";
import { definePage, type PageBody, type View } from "../server/define-page.ts";
import { notFound } from "../server/http-error.ts";

/** The id of a person in a path. */
export const personId = z.string().min(1).max(255);

/** One person: what is known, since when, from which call, at what cost, and who got it. */
export const personPage = definePage({
  path: "/people/:id",
  params: z.object({ id: personId }),
  data: personPageSchema,
  async read({ context }, { id }) {
    const found = await readPersonPage(context.app, id);
    if (found === null) throw notFound("person with that id");
    return found;
  },
  view,
});

function view(person: PersonPage, page: View): PageBody {
  const { fullName, currentTitle, currentCompany, location, headline, summary } = person;
  const job = [currentTitle, currentCompany].filter((part) => part !== null).join(" at ");
  return {
    title: "Person",
    body: html`<section><h1>${fullName ?? "(no name)"}</h1><p class="under">${[job, location].filter((part) => part !== null && part !== "").join(" · ")}</p>
<div class="row"><div class="card">${headline !== null && html`<p><b>${headline}</b></p>`}${summary !== null && html`<p>${summary}</p>`}
${list("Jobs", person.experiences)}${list("Education", person.educations)}
${person.skills.length > 0 && html`<h2 class="third">Skills</h2><p>${person.skills.map((skill) => html`<span class="tag">${skill}</span>`)}</p>`}</div>
<div class="card">${facts(person, page)}${contacts(person, page)}</div></div></section>
<section><h2>How it changed</h2><div class="card">${history(person, page)}</div></section>
<section><h2>Found by</h2><div class="card">${sources(person, page)}</div></section>
<section><h2>Exports</h2><div class="card">${exportsTable(person, page)}</div></section>
${page.scopes.has("privacy") && forgetting(person, page)}`,
  };
}

function list(title: string, entries: readonly string[]): Html | false {
  return (
    entries.length > 0 &&
    html`<h2 class="third">${title}</h2><ul class="plain">${entries.map((entry) => html`<li>${entry}</li>`)}</ul>`
  );
}

function facts(person: PersonPage, { timeZone }: View): Html {
  const { profileId, linkedinUrl, openToWork, held } = person;
  const rows: [string, Html | string][] = [
    ["id", html`<code>${profileId}</code>`],
    ["profile", profileLink(linkedinUrl)],
    ["open to work", openToWork === null ? "not said" : openToWork ? "yes" : "no"],
    ["collected", day(person.firstSeenAt, timeZone)],
    ["last changed", day(person.lastChangedAt, timeZone)],
    ["deleted", person.deletedAt === null ? "by hand alone" : day(person.deletedAt, timeZone)],
    [
      "notice",
      person.noticeSentAt === null
        ? `due ${day(person.noticeDueAt, timeZone)}`
        : `sent ${day(person.noticeSentAt, timeZone)}`,
    ],
    ["held", `${plural(held.versions, "version")}, ${plural(held.bodies, "raw answer")}`],
  ];
  return html`<dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function contacts({ profileId, contacts: held }: PersonPage, page: View): Html {
  if (held === 0) return html`<p class="soft">No address or number is held.</p>`;
  if (!page.scopes.has("contacts"))
    return html`<p class="soft">${plural(held, "address or number", "addresses and numbers")} are held; this session may not see them.</p>`;
  return actionForm(page, {
    action: `/people/${encodeURIComponent(profileId)}/contacts`,
    button: `Show ${plural(held, "contact")}: the audit keeps it`,
  });
}

function history({ history: fields }: PersonPage, { timeZone }: View): Html {
  return table(
    [
      { head: "field", cell: ({ field }) => field, tone: () => "soft" },
      {
        head: "is, and was",
        cell: ({ values }) =>
          values.map(
            ({ words, since }, index) =>
              html`<div class="${index === 0 ? "" : "soft"}">${words} <span class="soft small">since ${day(since, timeZone)}</span></div>`,
          ),
      },
    ],
    fields,
    { caption: "Fields and what they were before", empty: "No version of this person can be read any more." },
  );
}

function sources({ sightings, source }: PersonPage, { timeZone }: View): Html {
  const total = sightings.reduce((sum, { credits }) => sum + (credits ?? 0), 0);
  return html`${table(
    [
      { head: "seen", cell: ({ seenAt }) => minute(seenAt, timeZone) },
      { head: "search", cell: ({ spec }) => html`<a href="/specs/${spec}">${spec}</a>` },
      { head: "run", number: true, cell: ({ runId }) => html`<a href="/runs/${runId}">${runId}</a>` },
      { head: "page", number: true, cell: ({ page }) => count(page) },
      { head: "call", number: true, cell: ({ callId }) => String(callId) },
      { head: "credits", number: true, cell: ({ credits }) => (credits === null ? "–" : credits.toFixed(2)) },
    ],
    sightings,
    { caption: "Calls that found this person", empty: "None." },
  )}<p class="soft small">${total.toFixed(2)} credits in all: a share of each call. Source: ${source}.</p>`;
}

function exportsTable({ exports }: PersonPage, { timeZone }: View): Html {
  return table(
    [
      { head: "export", cell: ({ exportId }) => exportId },
      { head: "to", cell: ({ destination }) => destination },
      { head: "format", cell: ({ format }) => format },
      { head: "at", cell: ({ exportedAt }) => minute(exportedAt, timeZone) },
      { head: "contacts", cell: ({ contacts: with_ }) => (with_ ? "with" : "without") },
      { head: "taken back", cell: ({ undoneAt }) => (undoneAt === null ? "no" : day(undoneAt, timeZone)) },
    ],
    exports,
    { caption: "Exports that contained this person", empty: "In none." },
  );
}

function forgetting({ profileId }: PersonPage, page: View): Html {
  return html`<section><h2>Forget</h2><div class="card"><p class="soft">Shows first what would be erased and where it was exported to. Nothing is erased yet.</p>${actionForm(page, { action: `/people/${encodeURIComponent(profileId)}/forget`, button: "Preview of forgetting", kind: "stop", command: `sourcing forget ${profileId} --id --preview` })}</div></section>`;
}
