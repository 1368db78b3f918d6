import { z } from "zod";
import { CATALOG_QUERY, catalogRelationSchema, readCatalog } from "../../query/store/read-catalog.ts";
import { html } from "../html/html.ts";
import { table } from "../html/table.ts";
import { inQuerySlot } from "../security/query-slots.ts";
import { definePage } from "../server/define-page.ts";

/** The tables, views and columns that queries may read, with what their comments say. The editor completes from its twin. */
export const catalogPage = definePage({
  path: "/sql/catalog",
  params: z.object({}),
  data: z.object({ relations: z.array(catalogRelationSchema) }),
  read: async ({ context }) => ({
    relations: await inQuerySlot(() => context.app.people.query(CATALOG_QUERY, readCatalog)),
  }),
  view: ({ relations }) => ({
    title: "Tables and columns",
    body: html`<section><h1>Tables and columns</h1><p class="under"><a href="/sql">Back to SQL</a> · What queries may read, without contacts. Views come first: most questions need no others.</p></section>
${relations.map(
  ({ name, about, columns }) =>
    html`<section id="${name}"><h2>${name}</h2><p class="under">${about}</p><div class="card">${table(
      [
        { head: "column", cell: (column) => column.name, tone: () => "mono" },
        { head: "type", cell: ({ type }) => type, tone: () => "soft" },
        { head: "holds", cell: (column) => column.about },
      ],
      columns,
      { caption: `Columns of ${name}`, empty: "" },
    )}</div></section>`,
)}`,
  }),
});
