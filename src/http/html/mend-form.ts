import type { SheetRow } from "../../specs/sheets/parse-table.ts";
import { foldHeader } from "../../specs/sheets/read-header.ts";
import { formatProblem, type SheetProblem } from "../../specs/sheets/sheet-problem.ts";
import type { View } from "../server/define-page.ts";
import { cellField, dropField, type UploadedSheet } from "../server/uploaded-sheet.ts";
import { actionForm, field } from "./form.ts";
import { count, plural } from "./format.ts";
import { type Html, html } from "./html.ts";

/** A form takes 2,000 fields. */
const MOST_CELLS = 1_500;
/** Cells of one row that are shown; a row with more can be left out. */
const MOST_WIDTH = 250;
const LINES_SHOWN = 50;
const PROBLEMS_SHOWN = 100;

/** The rows at fault, each with its problems and its cells. @param state the packed table; null: there are no cells to edit */
export function mendForm(view: View, upload: UploadedSheet, state: string | null): Html {
  const { sheet, headerLine } = upload;
  const faulty = state === null ? [] : faultyRows(upload);
  const lines = new Set(faulty.map(({ row }) => row.line));
  const others = sheet.problems.filter(({ line }) => line === null || !lines.has(line));
  const shown = firstRows(faulty, upload.table?.rows[0]?.cells.length ?? 0);
  const unplaced = others.slice(0, PROBLEMS_SHOWN);
  return html`${unplaced.length > 0 && html`<div class="card needs"><ul class="plain">${unplaced.map((problem) => html`<li class="bad">${formatProblem(problem)}</li>`)}</ul></div>`}
${
  state !== null &&
  html`<div class="card">${actionForm(view, {
    action: "/upload/check",
    body: html`<input type="hidden" name="state" value="${state}">
${sheet.fatal ? html`<div class="fields">${field({ name: "header", label: "line of the column names", value: headerLine, hint: "the first", type: "number" })}</div>` : html`<input type="hidden" name="header" value="${headerLine}">`}
${shown.map((one) => faultyRow(one, upload))}
${shown.length < faulty.length && html`<p class="soft">The first ${count(shown.length)} of ${plural(faulty.length, "line")} with problems; the others follow once these are mended.</p>`}`,
    button: "Check again",
  })}</div>`
}`;
}

interface FaultyRow {
  readonly row: SheetRow;
  readonly problems: readonly SheetProblem[];
}

function faultyRows({ table, sheet }: UploadedSheet): FaultyRow[] {
  const byLine = new Map<number, SheetProblem[]>();
  for (const problem of sheet.problems) {
    if (problem.line === null) continue;
    byLine.set(problem.line, [...(byLine.get(problem.line) ?? []), problem]);
  }
  return (table?.rows ?? []).flatMap((row) => {
    const problems = byLine.get(row.line);
    return problems === undefined ? [] : [{ row, problems }];
  });
}

function firstRows(faulty: readonly FaultyRow[], width: number): readonly FaultyRow[] {
  let cells = 0;
  return faulty.slice(0, LINES_SHOWN).filter(({ row }) => {
    cells += Math.min(MOST_WIDTH, Math.max(row.cells.length, width)) + 2;
    return cells <= MOST_CELLS;
  });
}

function faultyRow({ row, problems }: FaultyRow, { table, headerLine }: UploadedSheet): Html {
  const header = table?.rows.find(({ line }) => line === headerLine) ?? table?.rows[0];
  const names = (header?.cells ?? []).map(foldHeader);
  // A column can be added to the header, and a cell to a row that ends early.
  const width = row === header ? names.length + 1 : Math.max(names.length, row.cells.length);
  const atFault = new Set(
    problems.map(({ column }) => (column === null ? -1 : names.indexOf(foldHeader(column)))),
  );
  const label = (at: number) => (row === header ? `column ${at + 1}` : names[at] || `cell ${at + 1}`);
  const input = (at: number) => cellInput(row, at, label(at));
  const all = Array.from({ length: Math.min(MOST_WIDTH, width) }, (_, at) => at);
  const shown = atFault.has(-1) ? all : all.filter((at) => atFault.has(at));
  const rest = all.filter((at) => !shown.includes(at));
  return html`<fieldset class="needs row"><legend>line ${row.line}</legend>
<ul class="plain">${problems.map((problem) => html`<li class="bad">${formatProblem({ ...problem, line: null })}</li>`)}</ul>
<div class="fields">${shown.map(input)}</div>
${rest.length > 0 && html`<details><summary class="soft small">the other cells of the row</summary><div class="fields">${rest.map(input)}</div></details>`}
${row !== header && html`<label class="check"><input type="checkbox" name="${dropField(row.line)}"> leave this row out</label>`}</fieldset>`;
}

function cellInput({ line, cells }: SheetRow, at: number, label: string): Html {
  const [name, value] = [cellField(line, at), cells[at] ?? ""];
  return value.includes("\n")
    ? html`<label>${label} <textarea name="${name}" rows="2" spellcheck="false">
${value}</textarea></label>`
    : html`<label>${label} <input name="${name}" type="text" value="${value}" autocomplete="off"></label>`;
}
