import { z } from "zod";
import { switchSpecs } from "../../composition/specs/switch-specs.ts";
import { readSpecs } from "../../specs/sheets/read-specs.ts";
import { formatProblem } from "../../specs/sheets/sheet-problem.ts";
import { toCsv } from "../../specs/sheets/write-rows.ts";
import { describeChange, describeRevision } from "../../specs/spec-changes.ts";
import { SPEC_COLUMNS } from "../../specs/spec-columns.ts";
import { actionForm } from "../html/form.ts";
import { plural } from "../html/format.ts";
import { html } from "../html/html.ts";
import { specFields } from "../html/spec-form.ts";
import { slugParam } from "../pages/spec.ts";
import { defineAction } from "../server/define-action.ts";

const params = z.object({ spec: slugParam });

/** Stores one search from its fields, which are read as the cells of a sheet are. */
export const changeSpecAction = defineAction({
  path: "/specs/:spec",
  scope: "run",
  params,
  form: z.record(z.string(), z.string()),
  async perform({ context }, { spec }, fields) {
    const cells = { ...fields, spec };
    const sheet = readSpecs(toSheet(cells));
    if (sheet.problems.length > 0) {
      const problems = sheet.problems.map((problem) => formatProblem({ ...problem, line: null }));
      return {
        show: (page) => ({
          title: spec,
          body: html`<section><h1>${plural(problems.length, "field needs", "fields need")} you</h1><p class="under">Nothing was stored.</p>
<div class="card needs"><ul class="plain">${problems.map((line) => html`<li class="bad">${line}</li>`)}</ul></div></section>
<section><div class="card">${actionForm(page, { action: `/specs/${spec}`, body: specFields(cells), button: "Store: buys nothing" })}</div></section>`,
        }),
      };
    }
    const plan = await context.app.specs.import(
      sheet.specs.map((one) => one.spec),
      { prune: false },
    );
    const changes = [
      ...plan.revised.map((change) => describeRevision(change)),
      ...plan.changed.map(describeChange),
    ];
    return {
      to: `/specs/${spec}`,
      say: changes.length === 0 ? "Nothing differs from what is stored." : changes.join(" · "),
    };
  },
});

/** A sheet of one row. */
function toSheet(cells: Readonly<Record<string, string>>): Buffer {
  const columns = SPEC_COLUMNS.map(({ name }) => name).filter((name) => name in cells);
  return Buffer.from(toCsv([columns, columns.map((name) => cells[name] ?? "")]), "utf8");
}

/** Allows or forbids runs to take a search. */
export const switchSpecAction = defineAction({
  path: "/specs/:spec/switch",
  scope: "run",
  params,
  form: z.object({ enabled: z.enum(["yes", "no"]) }),
  async perform({ context }, { spec }, { enabled }) {
    await switchSpecs(context.app, [spec], enabled === "yes");
    return { to: `/specs/${spec}`, say: `${spec} is ${enabled === "yes" ? "enabled" : "disabled"}.` };
  },
});
