import { sql } from "drizzle-orm";
import { date, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { identity, madeAt, moment } from "./columns.ts";

/** Who was shown addresses and numbers of people, or everything about one of them. Rows are only ever added. */
export const audit = pgTable("audit", {
  id: identity(),
  happenedAt: madeAt(),
  actor: text().notNull(),
  command: text().notNull(),
  subject: text(),
  people: integer(),
});

/** What people asked for about themselves, and by when it has to be answered. */
export const dataRequests = pgTable(
  "data_requests",
  {
    id: identity(),
    /** access, erasure or objection. */
    kind: text().notNull(),
    /** How they named themselves; null once the request is answered, so that nothing of an erased person stays. */
    subject: text(),
    receivedOn: date().notNull(),
    dueOn: date().notNull(),
    recordedBy: text().notNull(),
    recordedAt: madeAt(),
    doneAt: moment(),
    doneBy: text(),
    outcome: text(),
  },
  (table) => [index("data_requests_open").on(table.dueOn).where(sql`done_at is null`)],
);
