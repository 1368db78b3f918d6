import { z } from "zod";
import { SPEC_COLUMNS } from "../../specs/spec-columns.ts";
import { html } from "../html/html.ts";
import { command, table } from "../html/table.ts";
import { uploadFields } from "../html/upload-form.ts";
import { definePage, type PageBody, type View } from "../server/define-page.ts";

const columnsSchema = z.object({
  columns: z.array(
    z.object({ name: z.string(), help: z.string(), expected: z.string(), example: z.string() }),
  ),
});
type Columns = z.infer<typeof columnsSchema>;

/** Takes a sheet of searches, as a file or as pasted cells, and says which columns one may have. */
export const uploadPage = definePage({
  path: "/upload",
  nav: "Upload",
  params: z.object({}),
  data: columnsSchema,
  read: async () => ({
    columns: SPEC_COLUMNS.map(({ name, help, expected, example }) => ({ name, help, expected, example })),
  }),
  view,
});

function view({ columns }: Columns, page: View): PageBody {
  return {
    title: "Upload",
    scripts: ["upload-page.js"],
    body: html`<section><h1>Upload searches</h1><p class="under">One row a search. The sheet is checked first; checking and storing buy nothing.</p>
<div class="card">${uploadFields(page, "")}</div></section>
<section><h2>Columns</h2><div class="card">${table<Columns["columns"][number]>(
      [
        { head: "column", cell: ({ name }) => name, tone: () => "mono" },
        { head: "means", cell: ({ help }) => help },
        { head: "takes", cell: ({ expected }) => expected },
        { head: "example", cell: ({ example }) => example },
      ],
      columns,
      { caption: "Columns of a sheet", empty: "None." },
    )}${command("sourcing specs template")}</div></section>`,
  };
}
