import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { madeAt } from "./columns.ts";

/** Queries that people keep. Their texts may name people, so readers do not read them. */
export const savedQueries = pgTable("saved_queries", {
  query: text().primaryKey(),
  title: text().notNull(),
  /** How many versions were saved; the newest has this number. */
  versions: integer().notNull(),
  createdAt: madeAt(),
});

export const savedQueryVersions = pgTable(
  "saved_query_versions",
  {
    query: text()
      .notNull()
      .references(() => savedQueries.query, { onDelete: "cascade" }),
    version: integer().notNull(),
    sql: text().notNull(),
    savedBy: text().notNull(),
    savedAt: madeAt(),
  },
  (table) => [primaryKey({ columns: [table.query, table.version] })],
);
