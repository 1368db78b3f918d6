import { boolean, pgTable } from "drizzle-orm/pg-core";
import { bytes } from "./columns.ts";

/** One row, which only the owner may read: the secret from which the passwords of the store's roles are derived. */
export const roleSecrets = pgTable("role_secrets", {
  id: boolean().primaryKey().default(true),
  secret: bytes().notNull(),
});
