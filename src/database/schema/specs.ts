import { sql } from "drizzle-orm";
import { boolean, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { madeAt } from "./columns.ts";

const noTexts = sql`'{}'::text[]`;

export const searchSpecs = pgTable("search_specs", {
  spec: text().primaryKey(),
  revision: integer().notNull(),
  fingerprint: text().notNull(),
  search: jsonb().notNull(),
  budgetCredits: integer(),
  lifetimeCredits: integer(),
  maxPages: integer(),
  refreshDays: integer().notNull(),
  stopAfterKnownPages: integer().notNull(),
  nightly: boolean().notNull(),
  enabled: boolean().notNull(),
  priority: integer().notNull(),
  tags: text().array().notNull().default(noTexts),
  owner: text(),
  notes: text(),
  warnings: text().array().notNull().default(noTexts),
  createdAt: madeAt(),
  updatedAt: madeAt(),
});
