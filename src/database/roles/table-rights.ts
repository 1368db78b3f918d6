import type { StoreRole } from "./store-role.ts";

/** Rights by letters: r reads rows, i inserts, u updates and d deletes them. */
interface TableRights {
  readonly writer: string;
  readonly privacy: string;
  readonly reader: string;
  /** Default: as `reader`. */
  readonly contacts?: string;
  /** Columns that the readers may not read. */
  readonly hidden?: readonly string[];
  /** The only columns that a role may update; default: all. */
  readonly updates?: Partial<Record<StoreRole, readonly string[]>>;
}

/** The rights of each role to each table. The owner grants rights to other tables, such as those that a team adds. */
export const TABLE_RIGHTS: Readonly<Record<string, TableRights>> = {
  search_specs: { writer: "riu", privacy: "r", reader: "r" },
  runs: { writer: "riu", privacy: "r", reader: "r" },
  passes: { writer: "riu", privacy: "r", reader: "r" },
  walks: { writer: "riu", privacy: "r", reader: "r" },
  schedules: { writer: "riud", privacy: "r", reader: "r" },
  schedule_firings: { writer: "riu", privacy: "r", reader: "r" },
  schedule_changes: { writer: "riud", privacy: "r", reader: "r" },
  webhook_reports: { writer: "riu", privacy: "r", reader: "r" },
  workers: { writer: "riud", privacy: "r", reader: "r" },
  // The position of a rebuild or a refresh is the id of a person, who may be erased.
  reparses: { writer: "riu", privacy: "ru", reader: "r", updates: { privacy: ["after_profile_id"] } },
  search_refreshes: { writer: "riu", privacy: "ru", reader: "r", updates: { privacy: ["after_profile_id"] } },
  // Money.
  api_keys: { writer: "riu", privacy: "", reader: "" },
  price_classes: { writer: "riu", privacy: "r", reader: "r" },
  budgets: { writer: "riu", privacy: "r", reader: "r" },
  // When a raw answer is deleted, its page is marked if it was never stored.
  calls: { writer: "riu", privacy: "ru", reader: "r", updates: { privacy: ["applied_at", "problem"] } },
  credit_postings: { writer: "ri", privacy: "r", reader: "r" },
  ledger_state: {
    writer: "ru",
    privacy: "ru",
    reader: "r",
    hidden: ["pepper_check"],
    updates: { writer: ["held", "pepper_check", "swept_at", "bought_from"], privacy: ["pepper_check"] },
  },
  role_secrets: { writer: "", privacy: "", reader: "" },
  settings: { writer: "ru", privacy: "ru", reader: "r" },
  // People.
  profiles: { writer: "riu", privacy: "rud", reader: "r" },
  change_epochs: { writer: "ri", privacy: "ru", reader: "r", updates: { privacy: ["erased_id"] } },
  profile_search: { writer: "riu", privacy: "riud", reader: "r" },
  // The hash is one of the raw form, so that it confirms a guess of the contacts in it.
  profile_versions: { writer: "riu", privacy: "rud", reader: "r", hidden: ["raw", "hash"] },
  contacts: { writer: "riu", privacy: "rud", reader: "", contacts: "r" },
  sightings: { writer: "ri", privacy: "rud", reader: "r" },
  rejected_profiles: { writer: "ri", privacy: "rud", reader: "r", hidden: ["raw"] },
  call_bodies: { writer: "riu", privacy: "rud", reader: "" },
  exports: { writer: "riu", privacy: "r", reader: "r" },
  export_people: { writer: "ri", privacy: "rd", reader: "r" },
  notices: { writer: "r", privacy: "riud", reader: "r" },
  data_requests: { writer: "r", privacy: "riu", reader: "" },
  suppressions: { writer: "r", privacy: "ri", reader: "" },
  // Texts of queries may name people and their contacts.
  saved_queries: { writer: "riud", privacy: "rd", reader: "" },
  saved_query_versions: { writer: "rid", privacy: "rd", reader: "" },
  // Append-only: a trigger refuses everything but new rows, of the owner too.
  audit: { writer: "ri", privacy: "ri", reader: "" },
  erasures: { writer: "r", privacy: "ri", reader: "r" },
};

/** Views run with the rights of their owner, so none of them may contain a contact or a raw profile. */
export const VIEWS: ReadonlySet<string> = new Set([
  "candidates",
  "changed_candidates",
  "experiences",
  "educations",
  "job_changes",
  "new_candidates",
  "open_to_work_changes",
  "new_fields",
  "page_answers",
  "page_drift",
  "spend_by_spec",
  "spend_by_day",
  "spec_overlap",
  "possible_duplicates",
  "possible_other_people",
  "provenance",
  "contact_coverage",
  "retention_due",
]);

export const PRIVILEGES = ["select", "insert", "update", "delete"] as const;
export type Privilege = (typeof PRIVILEGES)[number];
const LETTERS: Readonly<Record<Privilege, string>> = { select: "r", insert: "i", update: "u", delete: "d" };
/** The owner needs no grants. */
export type GrantedRole = Exclude<StoreRole, "migrator">;

/** Whether a role has a privilege on a column of one of our tables or views. */
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
