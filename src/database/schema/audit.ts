import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { identity, madeAt } from "./columns.ts";

/** Who was shown addresses and numbers of people, or everything about one of them. Rows are only ever added. */
export const audit = pgTable("audit", {
  id: identity(),
  happenedAt: madeAt(),
  actor: text().notNull(),
  command: text().notNull(),
  subject: text(),
  people: integer(),
});
