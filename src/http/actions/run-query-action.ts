import { z } from "zod";
import { type StreamFormat, streamRows } from "../../composition/questions/stream-rows.ts";
import { readQueries } from "../../query/store/read-named-queries.ts";
import type { QueryResult } from "../../query/store/run-read-only.ts";
import { UsageError } from "../../values/errors.ts";
import { type Html, html } from "../html/html.ts";
import { namedQueryForm, sqlForm } from "../html/query-forms.ts";
import { resultTable, type ShownRows } from "../html/result-table.ts";
import { defineAction } from "../server/define-action.ts";
import type { View } from "../server/define-page.ts";
import { answerForm, type QuestionForm, questionForm } from "./question-form.ts";

const ROWS_ON_SCREEN = 200;

/** Runs a query and shows the first rows, with the query above them. */
export const runQueryAction = defineAction({
  path: "/sql/run",
  scope: "read",
  params: z.object({}),
  form: questionForm,
  async perform(visit, _, form) {
    const result = await answerForm(visit, form, ROWS_ON_SCREEN + 1, readFirst).then(
      (rows) => resultTable(rows, form.contacts),
      (error: unknown) => {
        // The author mends the query, so it stays on the screen.
        if (!(error instanceof UsageError)) throw error;
        return html`<div class="card"><p class="bad" role="alert">${error.message}</p></div>`;
      },
    );
    return {
      show: (view) => ({
        title: "Result",
        scripts: ["sql-page.js"],
        body: html`<section><h1>${form.name === "" ? form.title || "Result" : form.name}</h1><p class="under"><a href="/sql">All queries</a></p>
${formOf(form, view)}</section><section id="result" aria-label="Result">${result}</section>`,
      }),
    };
  },
});

function formOf(form: QuestionForm, view: View): Html {
  const named = readQueries().find(({ name }) => name === form.name);
  return named === undefined
    ? sqlForm(view, form)
    : html`<div class="card">${namedQueryForm(view, named, form)}</div>`;
}

async function readFirst({ columns, rows }: QueryResult): Promise<ShownRows> {
  const kept: (readonly unknown[])[] = [];
  for await (const row of rows) kept.push(row);
  return { columns, rows: kept.slice(0, ROWS_ON_SCREEN), isAll: kept.length <= ROWS_ON_SCREEN };
}

const TYPES = { csv: "text/csv; charset=utf-8", json: "application/json; charset=utf-8" } as const;

/** Sends every row of a query as a file, made while it is sent. */
const rowsAction = (format: StreamFormat & keyof typeof TYPES) =>
  defineAction({
    path: `/sql/rows/${format}`,
    scope: "read",
    params: z.object({}),
    form: questionForm,
    perform: async (visit, _, form) => ({
      fileName: `${form.name || "rows"}.${format}`,
      type: TYPES[format],
      pour: (send) => answerForm(visit, form, null, (answer) => send(streamRows(answer, format))),
    }),
  });

export const csvRowsAction = rowsAction("csv");
export const jsonRowsAction = rowsAction("json");
