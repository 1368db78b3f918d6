import { z } from "zod";
import { readSpecsPage, type SpecLine, specsPageSchema } from "../../composition/overview/read-specs-page.ts";
import { count, minute, plural, ratio } from "../html/format.ts";
import { html } from "../html/html.ts";
import { command, table } from "../html/table.ts";
import { definePage, type PageBody, type View } from "../server/define-page.ts";

/** What the next run does with a spec, in words. */
export const ACTION_WORDS: Readonly<Record<string, string>> = {
  first: "first reading",
  refresh: "refresh",
  continue: "carries on",
  fresh: "up to date",
  failed: "failed: change it",
};

/** Every stored search, with what it has brought. */
export const specsPage = definePage({
  path: "/specs",
  nav: "Specs",
  params: z.object({}),
  data: specsPageSchema,
  read: ({ context }) => readSpecsPage(context.app),
  view,
});

function view({ specs }: z.infer<typeof specsPageSchema>, page: View): PageBody {
  const enabled = specs.filter((spec) => spec.enabled).length;
  const warned = specs.filter(({ warnings }) => warnings.length > 0).length;
  return {
    title: "Specs",
    body: html`<section><h1>${plural(specs.length, "stored search", "stored searches")}</h1><p class="under">${enabled === specs.length ? "All are enabled" : `${count(enabled)} are enabled`}${warned > 0 && `; ${plural(warned, "has a warning", "have warnings")}`}. <a href="/plan?all=yes">What would they cost?</a></p></section>
<section><div class="card">${specsTable(specs, page)}${command("sourcing specs list")}</div></section>`,
  };
}

function specsTable(specs: readonly SpecLine[], { timeZone }: View) {
  return table<SpecLine>(
    [
      {
        head: "search",
        cell: ({ spec, warnings }) =>
          html`<a href="/specs/${spec}">${spec}</a>${warnings.length > 0 && html`<br><span class="warn small">${plural(warnings.length, "warning")}</span>`}`,
      },
      {
        head: "marks",
        cell: ({ revision, enabled, nightly, tags }) =>
          html`<span class="soft">r${revision}</span> ${!enabled && html`<span class="tag">disabled</span>`}${nightly && html`<span class="tag">nightly</span>`}${tags.map((tag) => html`<span class="tag">${tag}</span>`)}`,
      },
      { head: "owner", cell: ({ owner }) => owner },
      { head: "people", number: true, cell: (spec) => count(spec.yield?.profiles ?? 0) },
      { head: "new", number: true, cell: (spec) => count(spec.yield?.profilesNew ?? 0), tone: () => "new" },
      { head: "credits", number: true, cell: (spec) => count(spec.yield?.creditsSpent ?? 0) },
      {
        head: "a new one",
        number: true,
        cell: (spec) => ratio(spec.yield?.creditsSpent ?? 0, spec.yield?.profilesNew ?? 0),
      },
      {
        head: "next run",
        cell: ({ action, page, nextAt }) =>
          html`${ACTION_WORDS[action] ?? action}${page !== null && `, page ${page}`}${nextAt !== null && html`<br><span class="soft">${minute(nextAt, timeZone)}</span>`}`,
      },
    ],
    specs,
    {
      caption: "Stored searches",
      empty: html`None yet. <a href="/upload">Upload a sheet</a>, or: <code>sourcing specs template &gt; specs.csv</code> writes a sheet to fill in, <code>sourcing specs import specs.csv</code> stores it.`,
    },
  );
}
