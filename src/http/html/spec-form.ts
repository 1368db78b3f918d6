import { SPEC_COLUMNS, type SpecColumn } from "../../specs/spec-columns.ts";
import { type Html, html } from "./html.ts";

const ROLES: readonly [role: SpecColumn["role"], title: string][] = [
  ["filter", "Who is wanted"],
  ["exclusion", "Who is not"],
  ["option", "How it matches"],
  ["setting", "Limits and marks"],
];

/** The columns of a sheet as fields, each with what it takes; empty ones are folded away. */
export function specFields(cells: Readonly<Record<string, string>>): Html {
  return html`${ROLES.map(([role, title]) => group(role, title, cells))}`;
}

function group(role: SpecColumn["role"], title: string, cells: Readonly<Record<string, string>>): Html {
  const columns = SPEC_COLUMNS.filter((column) => column.role === role && column.name !== "spec");
  const isFilled = ({ name }: SpecColumn) => (cells[name] ?? "") !== "";
  const [filled, empty] = [columns.filter(isFilled), columns.filter((column) => !isFilled(column))];
  return html`<h2 class="third">${title}</h2><div class="fields">${filled.map((column) => cell(column, cells))}</div>
${empty.length > 0 && html`<details><summary class="soft small">more: ${empty.map(({ name }) => name).join(", ")}</summary><div class="fields">${empty.map((column) => cell(column, cells))}</div></details>`}`;
}

function cell({ name, help, expected, example }: SpecColumn, cells: Readonly<Record<string, string>>): Html {
  return html`<label title="${help}">${name}<input name="${name}" value="${cells[name] ?? ""}" placeholder="${example}" autocomplete="off"><span class="small">${expected}</span></label>`;
}
