import type { NamedQuery } from "../../query/named-queries.ts";
import type { View } from "../server/define-page.ts";
import { type Html, html } from "./html.ts";

export interface SqlInForm {
  readonly sql: string;
  readonly contacts: boolean;
  /** The saved query that gets another version; null: saving makes a new one. */
  readonly query: string | null;
  readonly title: string;
}

/** The editor, which is a plain field without scripts, with all that is done with its text. */
export function sqlForm(view: View, { sql, contacts, query, title }: SqlInForm): Html {
  return html`<form method="post" action="/sql/run" class="card" data-sql>
<input type="hidden" name="_form" value="${view.formToken}">${query !== null && html`<input type="hidden" name="query" value="${query}">`}
<label class="sql">SQL, one statement that reads <textarea name="sql" rows="10" spellcheck="false" maxlength="100000">
${sql}</textarea></label>
${buttons(view, contacts)}
<div class="bar"><label>title <input name="title" type="text" value="${title}" maxlength="200" autocomplete="off"></label><button formaction="/sql/save">${query === null ? "Save" : "Save another version"}</button></div>
<p class="cmd"><code>sourcing query "select …"</code></p></form>`;
}

/** A query that ships with the project, with a field for each of its parameters. */
export function namedQueryForm(
  view: View,
  { name, about, parameters }: NamedQuery,
  given: { readonly values: ReadonlyMap<string, string>; readonly contacts: boolean },
): Html {
  return html`<form method="post" action="/sql/run"><p>${about}</p>
<input type="hidden" name="_form" value="${view.formToken}"><input type="hidden" name="name" value="${name}">
${
  parameters.length > 0 &&
  html`<div class="fields">${parameters.map(
    ({ name: field, kind, defaultValue, about: meaning }) =>
      html`<label>${meaning} <input name="p_${field}" type="text" value="${given.values.get(field) ?? ""}" placeholder="${defaultValue ?? ""}" autocomplete="off" ${kind === "integer" && html`inputmode="numeric"`} ${defaultValue === null && html`required`}></label>`,
  )}</div>`
}
${buttons(view, given.contacts)}
<p class="cmd"><code>sourcing query ${name}${parameters.map((one) => ` --${one.name.replaceAll("_", "-")} …`)}</code></p></form>`;
}

function buttons({ scopes }: View, contacts: boolean): Html {
  return html`<div class="bar"><button class="buy">Run</button><button formaction="/sql/rows/csv" data-download>All rows as CSV</button><button formaction="/sql/rows/json" data-download>All rows as JSON</button>
${scopes.has("contacts") && html`<label class="check"><input type="checkbox" name="contacts" ${contacts && html`checked`}> with contacts, which the audit keeps</label>`}</div>`;
}
