/** The roles of a store besides its owner, as the command line names them. */
export const STORE_ROLES = ["migrator", "writer", "privacy", "reader", "contacts"] as const;
export type StoreRole = (typeof STORE_ROLES)[number];

interface RoleNames {
  /** The role with the rights. */
  readonly role: string;
  /** The role that logs in: a reader itself, otherwise a member of the role. */
  readonly login: string;
}

/** The names of the roles in Postgres. */
export const ROLE_NAMES: Readonly<Record<StoreRole, RoleNames>> = {
  migrator: { role: "sourcing_migrator", login: "sourcing_migrator_login" },
  writer: { role: "sourcing_writer", login: "sourcing_writer_login" },
  privacy: { role: "sourcing_privacy", login: "sourcing_privacy_login" },
  reader: { role: "sourcing_reader", login: "sourcing_reader" },
  contacts: { role: "sourcing_contacts_reader", login: "sourcing_contacts_reader" },
};

/** The purpose of each role, in one line. */
export const ROLE_PURPOSES: Readonly<Record<StoreRole, string>> = {
  migrator: "owns the tables and changes them: `sourcing db migrate`",
  writer: "buys and exports: `run`, `worker` and all that belongs to them; erases nobody",
  privacy: "finds, erases and suppresses people; moves no credits",
  reader: "reads, but no contacts and no raw forms: `sourcing query` and BI tools",
  contacts: "reads, contacts too: `sourcing query --contacts`",
};
