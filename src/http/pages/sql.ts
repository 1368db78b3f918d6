import { z } from "zod";
import { namedQuerySchema } from "../../query/named-queries.ts";
import { readQueries } from "../../query/store/read-named-queries.ts";
import { type SavedQueryLine, savedQueryLineSchema } from "../../query/store/saved/list-saved-queries.ts";
import { minute } from "../html/format.ts";
import { html } from "../html/html.ts";
import { namedQueryForm, sqlForm } from "../html/query-forms.ts";
import { table } from "../html/table.ts";
import { definePage, type PageBody, type View } from "../server/define-page.ts";

const SAVED_SHOWN = 500;
const FIRST_QUERY =
  "select spec, count(*) as people\nfrom candidates, unnest(specs) as spec\ngroup by spec\norder by people desc";

const sqlSchema = z.object({
  saved: z.array(savedQueryLineSchema),
  named: z.array(namedQuerySchema),
});

/** The editor, the queries that people have saved, and those that ship with the project. */
export const sqlPage = definePage({
  path: "/sql",
  nav: "SQL",
  params: z.object({}),
  data: sqlSchema,
  read: async ({ context }) => ({ saved: await context.app.queries.list(SAVED_SHOWN), named: readQueries() }),
  view,
});

function view({ saved, named }: z.infer<typeof sqlSchema>, page: View): PageBody {
  const none = { values: new Map<string, string>(), contacts: false };
  return {
    title: "SQL",
    scripts: ["sql-page.js"],
    body: html`<section><h1>SQL</h1><p class="under">Queries read as a login that can change nothing, for at most 30 seconds. <a href="/sql/catalog">Tables and columns</a> says what there is. Ctrl-Enter runs, Escape leaves the editor.</p>
${sqlForm(page, { sql: FIRST_QUERY, contacts: false, query: null, title: "" })}</section>
<section><h2>Saved queries</h2><div class="card">${savedTable(saved, page.timeZone)}</div></section>
<section><h2>Queries that ship with sourcing</h2><div class="card">${named.map(
      (query) =>
        html`<details class="named" id="${query.name}"><summary>${query.name}</summary>${namedQueryForm(page, query, none)}</details>`,
    )}</div></section>`,
  };
}

function savedTable(saved: readonly SavedQueryLine[], timeZone: string) {
  return table<SavedQueryLine>(
    [
      { head: "title", cell: ({ query, title }) => html`<a href="/sql/${query}">${title}</a>` },
      { head: "version", number: true, cell: ({ version }) => version },
      { head: "saved by", cell: ({ savedBy }) => savedBy },
      { head: "saved", cell: ({ savedAt }) => minute(savedAt, timeZone) },
    ],
    saved,
    {
      caption: "Saved queries",
      empty: "None yet. A query with a title can be saved, and its page has a link for others.",
    },
  );
}
