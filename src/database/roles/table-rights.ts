import type { StoreRole } from "./store-role.ts";

/** Rights by letters: r reads rows, i inserts, u updates and d deletes them. */
interface TableRights {
  readonly writer: string;
  readonly privacy: string;
  readonly reader: string;
  /** As `reader` unless told. */
  readonly contacts?: string;
  /** Columns that readers may not read. */
  readonly hidden?: readonly string[];
  /** The only columns that a role may update. */
  readonly updates?: Partial<Record<StoreRole, readonly string[]>>;
}

/**
 * What each role may do with each table. A table that is not here, such as one that a team made for itself, belongs to its
 * owner, who grants it.
 */
export const TABLE_RIGHTS: Readonly<Record<string, TableRights>> = {
  search_specs: { writer: "riu", privacy: "r", reader: "r" },
  runs: { writer: "riu", privacy: "r", reader: "r" },
  passes: { writer: "riu", privacy: "r", reader: "r" },
  walks: { writer: "riu", privacy: "r", reader: "r" },
  schedules: { writer: "riud", privacy: "r", reader: "r" },
  schedule_firings: { writer: "riu", privacy: "r", reader: "r" },
  webhook_reports: { writer: "riu", privacy: "r", reader: "r" },
  workers: { writer: "riud", privacy: "r", reader: "r" },
  // Where a rebuild stands may be told by somebody who is erased.
  reparses: { writer: "riu", privacy: "ru", reader: "r", updates: { privacy: ["after_profile_id"] } },
  // Money.
  api_keys: { writer: "riu", privacy: "", reader: "" },
  price_classes: { writer: "riu", privacy: "r", reader: "r" },
  budgets: { writer: "riu", privacy: "r", reader: "r" },
  // A page that was never stored is noted as such when its raw answer goes.
  calls: { writer: "riu", privacy: "ru", reader: "r", updates: { privacy: ["applied_at", "problem"] } },
  credit_postings: { writer: "ri", privacy: "r", reader: "r" },
  ledger_state: {
    writer: "ru",
    privacy: "ru",
    reader: "r",
    hidden: ["pepper_check"],
    updates: { writer: ["held", "pepper_check", "swept_at", "bought_from"], privacy: ["pepper_check"] },
  },
  settings: { writer: "ru", privacy: "ru", reader: "r" },
  // People.
  profiles: { writer: "riu", privacy: "rud", reader: "r" },
  profile_search: { writer: "riu", privacy: "riud", reader: "r" },
  profile_versions: { writer: "riu", privacy: "rud", reader: "r", hidden: ["raw"] },
  contacts: { writer: "riu", privacy: "rud", reader: "", contacts: "r" },
  sightings: { writer: "ri", privacy: "rud", reader: "r" },
  rejected_profiles: { writer: "ri", privacy: "rud", reader: "r", hidden: ["raw"] },
  call_bodies: { writer: "riu", privacy: "rud", reader: "" },
  exports: { writer: "riu", privacy: "r", reader: "r" },
  export_people: { writer: "ri", privacy: "rd", reader: "r" },
  notices: { writer: "r", privacy: "riud", reader: "r" },
  suppressions: { writer: "r", privacy: "ri", reader: "" },
  erasures: { writer: "r", privacy: "ri", reader: "r" },
};

/** Views run with their owner's rights: none of them may give a contact or a raw form away. */
export const VIEWS: ReadonlySet<string> = new Set([
  "candidates",
  "experiences",
  "educations",
  "job_changes",
  "new_candidates",
  "open_to_work_changes",
  "spend_by_spec",
  "spend_by_day",
  "spec_overlap",
  "possible_duplicates",
  "provenance",
  "contact_coverage",
  "retention_due",
]);

export const PRIVILEGES = ["select", "insert", "update", "delete"] as const;
export type Privilege = (typeof PRIVILEGES)[number];
const LETTERS: Readonly<Record<Privilege, string>> = { select: "r", insert: "i", update: "u", delete: "d" };
/** The owner needs no grants. */
export type GrantedRole = Exclude<StoreRole, "migrator">;

/** Whether a role may do something with a column of a table or view of ours. */
export function mayUse(
  role: GrantedRole,
  privilege: Privilege,
  { relation, column }: { relation: string; column: string },
): boolean {
  const rights = TABLE_RIGHTS[relation];
  if (rights === undefined) return privilege === "select" && VIEWS.has(relation);
  const letters = role === "contacts" ? (rights.contacts ?? rights.reader) : rights[role];
  if (!letters.includes(LETTERS[privilege])) return false;
  if (privilege === "update") return rights.updates?.[role]?.includes(column) ?? true;
  const isReader = role === "reader" || role === "contacts";
  return !(isReader && rights.hidden?.includes(column) === true);
}
