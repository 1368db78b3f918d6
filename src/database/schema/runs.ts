import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { identity, madeAt, moment, reference } from "./columns.ts";
import { searchSpecs } from "./specs.ts";

export const runs = pgTable(
  "runs",
  {
    id: identity(),
    status: text().notNull().default("planned"),
    selection: jsonb().notNull(),
    specsCsv: text(),
    budgetCredits: integer(),
    maxPages: integer(),
    restart: boolean().notNull().default(false),
    fillGaps: boolean().notNull().default(false),
    go: integer().notNull().default(1),
    askedAt: madeAt(),
    laneOwner: text(),
    laneUntil: moment(),
    triggerKey: text().unique(),
    schedule: text(),
    cancelled: boolean().notNull().default(false),
    createdAt: madeAt(),
    finishedAt: moment(),
  },
  (table) => [
    index("runs_unfinished").on(table.schedule).where(sql`status in ('planned', 'running', 'interrupted')`),
  ],
);

/** One reading of a search from its first page on, over as many walks as it takes. */
export const passes = pgTable(
  "passes",
  {
    id: identity(),
    spec: text()
      .notNull()
      .references(() => searchSpecs.spec),
    fingerprint: text().notNull(),
    refresh: boolean().notNull(),
    status: text().notNull().default("open"),
    nextPage: integer().notNull().default(1),
    fills: reference().references((): AnyPgColumn => passes.id),
    pages: integer().array(),
    peopleSought: integer(),
    peopleFound: integer().notNull().default(0),
    totalCountBefore: reference(),
    endReason: text(),
    pagesWithoutNewcomers: integer().notNull().default(0),
    pagesOfKnownPeople: integer().notNull().default(0),
    lastBoughtAt: moment(),
    createdAt: madeAt(),
    endedAt: moment(),
  },
  (table) => [
    index("passes_spec_fingerprint").on(table.spec, table.fingerprint, table.id),
    index("passes_fills").on(table.fills).where(sql`fills is not null`),
  ],
);

const none = () => integer().notNull().default(0);

export const walks = pgTable(
  "walks",
  {
    id: identity(),
    runId: reference()
      .notNull()
      .references(() => runs.id),
    spec: text()
      .notNull()
      .references(() => searchSpecs.spec),
    revision: integer().notNull(),
    fingerprint: text().notNull(),
    search: jsonb().notNull(),
    budgetCredits: integer(),
    lifetimeCredits: integer(),
    maxPages: integer(),
    refreshDays: integer().notNull(),
    stopAfterKnownPages: integer().notNull(),
    priority: integer().notNull(),
    passId: reference().references(() => passes.id),
    status: text().notNull().default("waiting"),
    stopReason: text(),
    note: text(),
    fresh: boolean().notNull().default(false),
    joined: boolean().notNull().default(false),
    restarted: boolean().notNull().default(false),
    forecastLow: integer(),
    forecastCredits: integer(),
    forecastHigh: integer(),
    pages: none(),
    profilesSeen: none(),
    profilesNew: none(),
    profilesChanged: none(),
    profilesUnchanged: none(),
    profilesRejected: none(),
    profilesSuppressed: none(),
    peopleRepeated: none(),
    totalCountDropped: none(),
    warnings: text().array().notNull().default(sql`'{}'::text[]`),
    leaseToken: reference().notNull().default(0),
    leaseOwner: text(),
    leaseUntil: moment(),
    createdAt: madeAt(),
    startedAt: moment(),
    finishedAt: moment(),
  },
  (table) => [
    uniqueIndex("walks_run_spec").on(table.runId, table.spec),
    uniqueIndex("walks_one_walking").on(table.spec, table.fingerprint).where(sql`status = 'walking'`),
    index("walks_unfinished").on(table.runId).where(sql`status in ('waiting', 'walking')`),
  ],
);
