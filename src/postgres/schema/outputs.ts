import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { identity, madeAt, moment, reference } from "./columns.ts";

export const exports = pgTable("exports", {
  id: identity(),
  destination: text().notNull(),
  format: text().notNull(),
  people: integer().notNull(),
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
  (table) => [primaryKey({ columns: [table.exportId, table.profileId] })],
);
