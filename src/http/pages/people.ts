import { z } from "zod";
import { type CandidateLine, candidateLineSchema } from "../../query/store/find-candidates.ts";
import { actionForm, field } from "../html/form.ts";
import { day } from "../html/format.ts";
import { type Html, html } from "../html/html.ts";
import { profileLink } from "../html/profile-link.ts";
import { command, table } from "../html/table.ts";
import { definePage, type PageBody, type View } from "../server/define-page.ts";

const PEOPLE_SHOWN = 50;
const optional = z
  .string()
  .trim()
  .max(200)
  .optional()
  .transform((text) => text || null);

const paramsSchema = z.object({
  title: optional,
  place: optional,
  company: optional,
  skill: optional,
  spec: optional,
  since: z
    .union([z.literal(""), z.iso.date()])
    .optional()
    .transform((text) => text || null),
  /** Time and id of the last row of the page before. */
  seen: z.iso.datetime({ offset: true }).optional(),
  id: z.string().max(255).optional(),
});

const peopleSchema = z.object({
  filter: z.record(z.string(), z.string().nullable()),
  people: z.array(candidateLineSchema),
  hasMore: z.boolean(),
});
type People = z.infer<typeof peopleSchema>;

/** People by title, place, company, skill, search and first day, those collected last first. */
export const peoplePage = definePage({
  path: "/people",
  nav: "People",
  params: paramsSchema,
  data: peopleSchema,
  async read({ context }, { seen, id, since, ...filter }) {
    const after = seen === undefined || id === undefined ? null : { firstSeenAt: seen, profileId: id };
    const found = await context.app.people.find({ ...filter, newSince: since, after }, PEOPLE_SHOWN + 1);
    return {
      filter: { ...filter, since },
      people: found.slice(0, PEOPLE_SHOWN),
      hasMore: found.length > PEOPLE_SHOWN,
    };
  },
  view,
});

function view({ filter, people, hasMore }: People, page: View): PageBody {
  const given = Object.entries(filter).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  const last = people.at(-1);
  const place = { seen: last?.firstSeenAt ?? "", id: last?.profileId ?? "" };
  const next = new URLSearchParams({ ...Object.fromEntries(given), ...place });
  return {
    title: "People",
    body: html`<section><h1>People</h1><p class="under">Those collected last come first. Addresses and numbers are shown on the page of a person, where the session may see them.</p>
<form method="get" action="/people" class="card"><div class="fields">
${field({ name: "title", label: "title", value: filter.title ?? null, type: "search" })}${field({ name: "place", label: "place", value: filter.place ?? null })}${field({ name: "company", label: "company", value: filter.company ?? null })}${field({ name: "skill", label: "skill", value: filter.skill ?? null })}${field({ name: "spec", label: "found by the search", value: filter.spec ?? null })}${field({ name: "since", label: "new since", value: filter.since ?? null, type: "date" })}</div>
<div class="bar"><button class="buy">Find</button><a class="btn" href="/people">Clear</a></div></form></section>
<section><div class="card">${actionForm(page, {
      action: "/people/find",
      fields: html`<label>by name, address, number or id <input name="text" type="search" autocomplete="off" required></label>`,
      button: "Look up",
      command: "sourcing person TEXT",
    })}</div></section>
<section><div class="card">${peopleTable(people, page.timeZone)}
${hasMore && html`<p class="bar"><a class="btn" href="/people?${next.toString()}">More</a></p>`}
${command("sourcing query title-place-skills --param title=… --param place=…")}</div></section>`,
  };
}

/** People in a table, each with a way to their page. */
export function peopleTable(people: readonly CandidateLine[], timeZone: string): Html {
  return table<CandidateLine>(
    [
      { head: "name", cell: ({ profileId, fullName }) => personLink(profileId, fullName) },
      { head: "title", cell: ({ currentTitle }) => currentTitle },
      { head: "company", cell: ({ currentCompany }) => currentCompany },
      { head: "place", cell: ({ location }) => location },
      { head: "profile", cell: ({ linkedinUrl }) => profileLink(linkedinUrl) },
      { head: "first seen", number: true, cell: ({ firstSeenAt }) => day(new Date(firstSeenAt), timeZone) },
    ],
    people,
    { caption: "People", empty: html`Nobody who is stored matches. Fewer words find more people.` },
  );
}

/** The way to the page of a person. */
export function personLink(profileId: string, fullName: string | null): Html {
  return html`<a href="/people/${encodeURIComponent(profileId)}">${fullName ?? "(no name)"}</a>`;
}
