import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, identity, madeAt, moment, reference } from "./columns.ts";
import { passes, runs, walks } from "./runs.ts";

const credits = () => bigint({ mode: "number" }).notNull().default(0);

/** One row, locked first by every transaction that moves credits: they happen one after the other, without deadlocks. */
export const ledgerState = pgTable("ledger_state", {
  id: boolean().primaryKey().default(true),
  held: boolean().notNull().default(false),
  movedTo: text(),
  pepperCheck: text(),
  /** Address of the API from which this store buys; null: not known yet. */
  boughtFrom: text(),
  /** When somebody last looked for what was lost. */
  sweptAt: moment(),
  /** When somebody last began to delete what is past its time. */
  purgedAt: moment(),
  /** The last erasure whose traces were scrubbed from the files of the server. */
  scrubbedErasureId: bigint({ mode: "number" }).notNull().default(0),
  scrubbedAt: moment(),
  /** Names this store wherever it is moved, so that an answer kept on a disk ends in no other. */
  storeId: uuid().notNull().defaultRandom(),
});

/** One row: what the last process to spend or to erase was configured with, for views that need it. */
export const settings = pgTable("settings", {
  id: boolean().primaryKey().default(true),
  creditPrice: numeric(),
  creditCurrency: text(),
  retentionDays: integer(),
  rawRetentionDays: integer(),
  limitsTimeZone: text(),
  changedAt: madeAt(),
});

export const apiKeys = pgTable("api_keys", {
  id: text().primaryKey(),
  balance: bigint({ mode: "number" }),
  balanceAt: moment(),
  balanceCallId: reference(),
  rejectedAt: moment(),
  /** When a person last said that schedules may try a refused key again. */
  retryAllowedAt: moment(),
  emptyAt: moment(),
  /** When the newest answer named no balance that can be read; null: it named one. */
  balanceMissingAt: moment(),
  /** The walk whose exclusive call comes next, and until when the others wait for it. */
  exclusiveWalkId: reference(),
  exclusiveUntil: moment(),
});

export const priceClasses = pgTable(
  "price_classes",
  {
    keyId: text().notNull(),
    priceClass: text().notNull(),
    dearest: bigint({ mode: "number" }).notNull(),
    /** The call whose answer named the largest price. */
    dearestCallId: reference(),
    /** A price out of all proportion that a second, exclusive call has to confirm; null: there is none. */
    outlier: bigint({ mode: "number" }),
    outlierCallId: reference(),
  },
  (table) => [primaryKey({ columns: [table.keyId, table.priceClass] })],
);

export const budgets = pgTable(
  "budgets",
  {
    scope: text().notNull(),
    key: text().notNull(),
    reserved: credits(),
    spent: credits(),
    suspense: credits(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.key] })],
);

export const calls = pgTable(
  "calls",
  {
    id: identity(),
    runId: reference()
      .notNull()
      .references(() => runs.id),
    walkId: reference()
      .notNull()
      .references(() => walks.id),
    passId: reference()
      .notNull()
      .references(() => passes.id),
    spec: text().notNull(),
    page: integer().notNull(),
    go: integer().notNull(),
    attempt: uuid().notNull().defaultRandom(),
    status: text().notNull().default("sent"),
    outcome: text(),
    keyId: text().notNull(),
    priceClass: text().notNull(),
    alone: boolean().notNull(),
    reservedCredits: bigint({ mode: "number" }).notNull(),
    credits: bigint({ mode: "number" }),
    flag: text(),
    problem: text(),
    settledBy: text(),
    /** First of the calls that were settled together at the sum of their charges; null: settled by itself. */
    settledWithCallId: reference(),
    day: date().notNull(),
    month: text().notNull(),
    balance: bigint({ mode: "number" }),
    requestId: text(),
    totalCount: bigint({ mode: "number" }),
    hasMore: boolean(),
    filteredCount: bigint({ mode: "number" }),
    leonarProfilesCached: bigint({ mode: "number" }),
    filtersTooStrict: boolean(),
    nextPage: bigint({ mode: "number" }),
    profiles: integer(),
    profilesNew: integer(),
    profilesChanged: integer(),
    profilesUnchanged: integer(),
    profilesRejected: integer(),
    profilesSuppressed: integer(),
    warnings: text().array().notNull().default(sql`'{}'::text[]`),
    newFields: jsonb(),
    openedAt: madeAt(),
    answeredAt: moment(),
    settledAt: moment(),
    appliedAt: moment(),
  },
  (table) => [
    index("calls_walk").on(table.walkId, table.id),
    index("calls_run").on(table.runId),
    index("calls_pass_page").on(table.passId, table.page),
    uniqueIndex("calls_one_sent").on(table.walkId).where(sql`status = 'sent'`),
    index("calls_overpriced").on(table.walkId, table.id).where(sql`flag = 'dearer_than_reserved'`),
    index("calls_undecided").on(table.status).where(sql`status <> 'settled'`),
    index("calls_gateway_busy")
      .on(table.keyId, table.id)
      .where(sql`outcome = 'unknown' and problem like 'a gateway before the API (%) answered 503 %'`),
    index("calls_unapplied")
      .on(table.passId, table.id)
      .where(sql`outcome = 'answered' and applied_at is null`),
  ],
);

export const callBodies = pgTable("call_bodies", {
  callId: reference()
    .primaryKey()
    .references(() => calls.id),
  body: bytes().notNull(),
  /** How `body` is compressed: `identity` or `gzip`. */
  encoding: text().notNull().default("identity"),
  receivedAt: madeAt(),
});

export const creditPostings = pgTable(
  "credit_postings",
  {
    id: identity(),
    callId: reference()
      .notNull()
      .references(() => calls.id),
    fromAccount: text().notNull(),
    toAccount: text().notNull(),
    credits: bigint({ mode: "number" }).notNull(),
    postedAt: madeAt(),
  },
  (table) => [index("credit_postings_call").on(table.callId)],
);
