import { actionForm, type FormTokens, field } from "./form.ts";
import { type Html, html } from "./html.ts";

/** The form that takes a sheet. The script of the page reads files; pasting works without scripts. @param text stands in the field */
export function uploadFields(tokens: FormTokens, text: string): Html {
  return actionForm(tokens, {
    action: "/upload/check",
    body: html`<div class="drop" data-drop hidden><label>A file: CSV, XLSX or ODS, at most 8 MB <input type="file" accept=".csv,.tsv,.txt,.xlsx,.ods"></label> <span class="soft">or drop it here</span><p class="bad" role="alert"></p></div>
<input type="hidden" name="file" value="">
<label class="sql">Cells, pasted from a spreadsheet with their column names, or CSV <textarea name="text" rows="8" spellcheck="false">
${text}</textarea></label>
<details><summary class="soft small">where the searches stand in the file</summary><div class="fields">${field({ name: "sheet", label: "sheet of the workbook", hint: "the first" })}${field({ name: "header", label: "line of the column names", hint: "the first", type: "number" })}</div></details>`,
    button: "Check",
    command: "sourcing specs check FILE",
  });
}
