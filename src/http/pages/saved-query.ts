import { z } from "zod";
import { actionForm } from "../html/form.ts";
import { minute } from "../html/format.ts";
import { html } from "../html/html.ts";
import { sqlForm } from "../html/query-forms.ts";
import { table } from "../html/table.ts";
import { definePage, type PageBody, type View } from "../server/define-page.ts";
import { notFound } from "../server/http-error.ts";

export const savedQueryId = z.string().regex(/^[0-9a-f]{16}$/, "is no id of a saved query");
const versionSchema = z.object({ version: z.number(), savedBy: z.string(), savedAt: z.date() });
const savedQuerySchema = versionSchema.extend({
  query: z.string(),
  title: z.string(),
  sql: z.string(),
  /** The newest first. */
  history: z.array(versionSchema),
});

/** A saved query with its history. It is shown and never run by its link. */
export const savedQueryPage = definePage({
  path: "/sql/:query",
  params: z.object({ query: savedQueryId, version: z.coerce.number().int().positive().optional() }),
  data: savedQuerySchema,
  async read({ context }, { query, version }) {
    const history = await context.app.queries.read(query);
    const shown = history.find((one) => version === undefined || one.version === version);
    if (shown === undefined) throw notFound("saved query with that id and version");
    return { ...shown, query, history };
  },
  view,
});

function view(saved: z.infer<typeof savedQuerySchema>, page: View): PageBody {
  const { query, title, sql, version, savedBy, savedAt, history } = saved;
  const isNewest = version === history[0]?.version;
  return {
    title,
    scripts: ["sql-page.js"],
    body: html`<section><h1>${title}</h1><p class="under"><a href="/sql">All queries</a> · version ${version}${!isNewest && ", which is not the newest"}, saved by ${savedBy} on ${minute(savedAt, page.timeZone)}. Nothing was run: read it, then run it.</p>
${sqlForm(page, { sql, contacts: false, query, title })}</section>
<section><h2>History</h2><div class="card">${table(
      [
        {
          head: "version",
          cell: (one) => html`<a href="/sql/${query}?version=${one.version}">${one.version}</a>`,
        },
        { head: "saved by", cell: (one) => one.savedBy },
        { head: "saved", cell: (one) => minute(one.savedAt, page.timeZone) },
      ],
      history,
      { caption: "Versions, newest first", empty: "" },
    )}${
      page.scopes.has("run") &&
      actionForm(page, {
        action: `/sql/${query}/delete`,
        button: "Delete the query and its history",
        kind: "stop",
      })
    }</div></section>`,
  };
}
