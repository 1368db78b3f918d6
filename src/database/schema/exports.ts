import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { identity, madeAt, moment, reference } from "./columns.ts";

export const exports = pgTable("exports", {
  id: identity(),
  destination: text().notNull(),
  format: text().notNull(),
  people: integer().notNull(),
  /** Rows that the format could not take. */
  leftOut: integer().notNull().default(0),
  /** Who was asked for: options of the command, never people. */
  filter: jsonb().notNull().default({}),
  contacts: boolean().notNull().default(false),
  exportedAt: madeAt(),
  undoneAt: moment(),
});

export const exportPeople = pgTable(
  "export_people",
  {
    exportId: reference()
      .notNull()
      .references(() => exports.id, { onDelete: "cascade" }),
    profileId: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.exportId, table.profileId] }),
    index("export_people_profile").on(table.profileId),
  ],
);
