/** Whom a store knows beside its owner, by the words of the command line. */
export const STORE_ROLES = ["migrator", "writer", "privacy", "reader", "contacts"] as const;
export type StoreRole = (typeof STORE_ROLES)[number];

interface RoleNames {
  /** Holds the rights. */
  readonly role: string;
  /** Logs in; the readers do so themselves, for the others it is a member of theirs. */
  readonly login: string;
}

/** Their names in Postgres. */
export const ROLE_NAMES: Readonly<Record<StoreRole, RoleNames>> = {
  migrator: { role: "sourcing_migrator", login: "sourcing_migrator_login" },
  writer: { role: "sourcing_writer", login: "sourcing_writer_login" },
  privacy: { role: "sourcing_privacy", login: "sourcing_privacy_login" },
  reader: { role: "sourcing_reader", login: "sourcing_reader" },
  contacts: { role: "sourcing_contacts_reader", login: "sourcing_contacts_reader" },
};

/** What each is for, in a line. */
export const ROLE_PURPOSES: Readonly<Record<StoreRole, string>> = {
  migrator: "owns the tables and changes them: `sourcing db migrate`",
  writer: "buys and exports: `run`, `worker` and all that belongs to them; erases nobody",
  privacy: "finds, erases and suppresses people; moves no credits",
  reader: "reads, but no contacts and no raw forms: `sourcing query` and BI tools",
  contacts: "reads, contacts too: `sourcing query --contacts`",
};
