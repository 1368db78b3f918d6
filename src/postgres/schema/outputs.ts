import { boolean, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { identity, madeAt, moment, reference } from "./columns.ts";

export const schedules = pgTable("schedules", {
  name: text().primaryKey(),
  cron: text().notNull(),
  timeZone: text().notNull(),
  selection: jsonb().notNull(),
  budgetCredits: integer().notNull(),
  enabled: boolean().notNull().default(true),
  createdAt: madeAt(),
});

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
