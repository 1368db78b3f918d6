import type { CopiedRelation } from "./read-tables.ts";

/** Tables whose rows are contacts, or texts of the API or of people that may hold them. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "contacts",
  "call_bodies",
  "rejected_profiles",
  "saved_queries",
  "saved_query_versions",
]);

/** SQL expressions that stand in the place of columns, by table and quoted column. */
const REPLACED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // A version that cannot be parsed is left out when people are rebuilt.
  profile_versions: { '"raw"': "'{}'" },
  // A store without its raw answers must not buy: it could not store a page again for which it has paid.
  ledger_state: { '"moved_to"': "'the store from which this one was dumped without contacts'" },
};

/** Returns a query for the rows of a table in which no contact and no raw text of the API stands. */
export function withoutContacts({
  name,
  quoted,
  columns,
}: Pick<CopiedRelation, "name" | "quoted" | "columns">): string {
  const selected = columns.map((column) => {
    const replacement = REPLACED[name]?.[column];
    return replacement === undefined ? column : `${replacement}::text as ${column}`;
  });
  return `select ${selected.join(", ")} from ${quoted}${LEFT_OUT.has(name) ? " where false" : ""}`;
}
