import type { CheckedRow, CheckedSheet } from "../../composition/specs/check-sheet.ts";
import { formatWarning } from "../../specs/sheets/sheet-problem.ts";
import { toCsv } from "../../specs/sheets/write-rows.ts";
import type { View } from "../server/define-page.ts";
import { packTable, type UploadedSheet } from "../server/uploaded-sheet.ts";
import { actionForm } from "./form.ts";
import { count, plural } from "./format.ts";
import { type Html, html } from "./html.ts";
import { mendForm } from "./mend-form.ts";
import { figures, table } from "./table.ts";
import { uploadFields } from "./upload-form.ts";

const ROWS_SHOWN = 200;
const WARNINGS_SHOWN = 100;
/** A sheet with more letters is not shown as text, in characters. */
const MOST_TEXT = 200_000;

/** What is wrong with a sheet, what is odd about it, and what storing it would change. */
export function sheetParts(view: View, upload: UploadedSheet, checked: CheckedSheet): Html {
  const { sheet, table: cells } = upload;
  const state = cells === null ? null : packTable(cells);
  const good = sheet.specs.length;
  return html`<section><h1>${headline(upload)}</h1><p class="under">${good > 0 && `${plural(good, "row is", "rows are")} good. `}Nothing is stored yet. <a href="/upload">Another sheet</a></p>
${sheet.problems.length > 0 && mendForm(view, upload, state)}</section>
${sheet.warnings.length > 0 && warnings(upload)}
${good > 0 && state !== null && storing(view, upload, checked, state)}
${asText(view, upload)}`;
}

function headline({ sheet, table: cells }: UploadedSheet): string {
  const { problems } = sheet;
  if (problems.length === 0) return `All ${plural(sheet.specs.length, "row")} can be stored`;
  if (cells === null) return "The sheet cannot be read";
  return plural(problems.length, "problem");
}

function warnings({ sheet }: UploadedSheet): Html {
  const more = sheet.warnings.length - WARNINGS_SHOWN;
  return html`<section><h2>${plural(sheet.warnings.length, "warning")}</h2><div class="card"><ul class="plain">${sheet.warnings
    .slice(0, WARNINGS_SHOWN)
    .map((warning) => html`<li class="warn">${formatWarning(warning)}</li>`)}</ul>
${more > 0 && html`<p class="soft">and ${count(more)} more</p>`}</div></section>`;
}

function storing(
  view: View,
  { sheet, headerLine }: UploadedSheet,
  checked: CheckedSheet,
  state: string,
): Html {
  const { rows, likely, mostCredits } = checked;
  const changes = (kind: CheckedRow["change"]) => count(rows.filter(({ change }) => change === kind).length);
  return html`<section><h2>What storing changes</h2><div class="card">${figures([
    { label: "new", value: changes("added"), tone: "new" },
    { label: "revised", value: changes("revised") },
    { label: "settings changed", value: changes("changed") },
    { label: "unchanged", value: changes("unchanged"), tone: "soft" },
    { label: "a run: likely credits", value: likely === null ? "unknown" : count(likely) },
    { label: "a run: at most", value: mostCredits === null ? "no limit" : count(mostCredits) },
  ])}
${
  view.scopes.has("run") &&
  actionForm(view, {
    action: "/upload/store",
    fields: html`<input type="hidden" name="state" value="${state}"><input type="hidden" name="header" value="${headerLine}">`,
    button: `Store ${plural(rows.length, "spec")}: buys nothing`,
    once: true,
    command: "sourcing specs import FILE",
  })
}${sheet.problems.length > 0 && html`<p class="soft">The rows with problems are left out, and what is edited above counts once it is checked again.</p>`}</div></section>
<section><h2>Good rows</h2><div class="card">${rowsTable(rows.slice(0, ROWS_SHOWN))}
${rows.length > ROWS_SHOWN && html`<p class="soft">The first ${count(ROWS_SHOWN)} of ${plural(rows.length, "row")}. All of them are stored.</p>`}</div></section>`;
}

const TONES = { added: "new", revised: "warn", changed: null, unchanged: "soft" } as const;

function rowsTable(rows: readonly CheckedRow[]): Html {
  return table<CheckedRow>(
    [
      { head: "line", number: true, cell: ({ line }) => line },
      { head: "search", cell: ({ spec }) => spec },
      {
        head: "differs from what is stored",
        cell: ({ difference }) => difference,
        tone: ({ change }) => TONES[change],
      },
      { head: "from page", number: true, cell: ({ planned }) => startOf(planned) },
      {
        head: "likely",
        number: true,
        cell: ({ planned }) =>
          planned === null ? "–" : planned.forecast === null ? "unknown" : count(planned.forecast.likely),
      },
      {
        head: "at most",
        number: true,
        cell: ({ planned }) =>
          planned === null ? "–" : planned.mostCredits === null ? "no limit" : count(planned.mostCredits),
      },
    ],
    rows,
    { caption: "Good rows, and what a run would buy of each", empty: "None." },
  );
}

function startOf(planned: CheckedRow["planned"]): string {
  if (planned === null) return "disabled";
  return planned.page === null ? "nothing to buy" : count(planned.page);
}

/** The sheet as text, to be changed freely, where it is short enough. */
function asText(view: View, upload: UploadedSheet): Html {
  const written = upload.text ?? toText(upload);
  if (written.length > MOST_TEXT) return html``;
  const form = html`<div class="card">${uploadFields(view, written)}</div>`;
  return upload.table === null
    ? html`<section>${form}</section>`
    : html`<section><details><summary>The sheet as text</summary>${form}</details></section>`;
}

/** The table from its column names on. */
function toText({ table: cells, headerLine }: UploadedSheet): string {
  if (cells === null) return "";
  const from = Math.max(
    0,
    cells.rows.findIndex(({ line }) => line === headerLine),
  );
  return toCsv(
    cells.rows.slice(from).map((row) => row.cells),
    { raw: true, delimiter: cells.delimiter },
  );
}
