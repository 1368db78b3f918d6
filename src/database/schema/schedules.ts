import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { identity, madeAt, moment, reference } from "./columns.ts";
import { runs } from "./runs.ts";

export const schedules = pgTable("schedules", {
  name: text().primaryKey(),
  cron: text().notNull(),
  timeZone: text().notNull(),
  selection: jsonb().notNull(),
  budgetCredits: integer().notNull(),
  enabled: boolean().notNull().default(true),
  createdAt: madeAt(),
  /** Nights planned before this are none of its own: it was set then, or set differently. */
  since: madeAt(),
});

/** One row per schedule and planned local minute, however often and by whomever it was fired. */
export const scheduleFirings = pgTable(
  "schedule_firings",
  {
    triggerKey: text().primaryKey(),
    schedule: text().notNull(),
    plannedFor: moment().notNull(),
    firedAt: madeAt(),
    runId: reference()
      .notNull()
      .references(() => runs.id),
    carriedOn: boolean().notNull(),
  },
  (table) => [index("schedule_firings_schedule").on(table.schedule, table.plannedFor)],
);

/** A firing to come that a person has skipped or moved; the others of its schedule stay as they are. */
export const scheduleChanges = pgTable(
  "schedule_changes",
  {
    triggerKey: text().primaryKey(),
    schedule: text()
      .notNull()
      .references(() => schedules.name, { onDelete: "cascade" }),
    plannedFor: moment().notNull(),
    /** Null: the firing is skipped. */
    movedTo: moment(),
    changedBy: text().notNull(),
    changedAt: madeAt(),
  },
  (table) => [index("schedule_changes_schedule").on(table.schedule, table.plannedFor)],
);

/** What is to be told to `RUN_WEBHOOK_URL`. */
export const webhookReports = pgTable(
  "webhook_reports",
  {
    id: identity(),
    kind: text().notNull(),
    runId: reference().references(() => runs.id),
    schedule: text(),
    plannedFor: moment(),
    madeAt: madeAt(),
    attempts: integer().notNull().default(0),
    nextAttemptAt: madeAt(),
    sentAt: moment(),
  },
  (table) => [index("webhook_reports_unsent").on(table.nextAttemptAt).where(sql`sent_at is null`)],
);

/** Worker processes that are alive, and the canary of each: a job that went through the queue and was seen here. */
export const workers = pgTable("workers", {
  name: text().primaryKey(),
  host: text().notNull(),
  startedAt: madeAt(),
  seenAt: madeAt(),
  canaryRungAt: moment(),
  canarySeenAt: moment(),
});
