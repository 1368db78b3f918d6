import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { identity, madeAt, moment, reference } from "./columns.ts";
import { calls } from "./money.ts";

const emptyList = sql`'[]'::jsonb`;

export const profiles = pgTable(
  "profiles",
  {
    profileId: text().primaryKey(),
    firstName: text(),
    lastName: text(),
    fullName: text(),
    headline: text(),
    location: text(),
    linkedinUrl: text(),
    linkedinSlug: text(),
    summary: text(),
    currentTitle: text(),
    currentCompany: text(),
    skills: text().array().notNull().default(sql`'{}'::text[]`),
    experiences: jsonb().notNull().default(emptyList),
    educations: jsonb().notNull().default(emptyList),
    experiencesDetailed: boolean().notNull().default(false),
    educationsDetailed: boolean().notNull().default(false),
    openToWork: boolean(),
    firstSeenAt: madeAt(),
    lastChangedAt: madeAt(),
  },
  (table) => [
    index("profiles_linkedin_slug").on(table.linkedinSlug),
    index("profiles_first_seen").on(table.firstSeenAt),
  ],
);

export const profileVersions = pgTable(
  "profile_versions",
  {
    id: identity(),
    profileId: text()
      .notNull()
      .references(() => profiles.profileId, { onDelete: "cascade" }),
    hash: text().notNull(),
    raw: text().notNull(),
    experiencesDetailed: boolean().notNull(),
    educationsDetailed: boolean().notNull(),
    currentTitle: text(),
    currentCompany: text(),
    callId: reference()
      .notNull()
      .references(() => calls.id),
    receivedAt: madeAt(),
  },
  (table) => [index("profile_versions_profile").on(table.profileId, table.callId)],
);

export const contacts = pgTable(
  "contacts",
  {
    profileId: text()
      .notNull()
      .references(() => profiles.profileId, { onDelete: "cascade" }),
    kind: text().notNull(),
    value: text().notNull(),
    type: text(),
    status: text(),
    firstSeenAt: madeAt(),
  },
  (table) => [
    primaryKey({ columns: [table.profileId, table.kind, table.value] }),
    index("contacts_value").on(table.value),
  ],
);

export const sightings = pgTable(
  "sightings",
  {
    callId: reference()
      .notNull()
      .references(() => calls.id),
    position: integer().notNull(),
    profileId: text()
      .notNull()
      .references(() => profiles.profileId, { onDelete: "cascade" }),
    versionId: reference()
      .notNull()
      .references(() => profileVersions.id, { onDelete: "cascade" }),
    seenAt: moment().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.callId, table.position] }),
    index("sightings_profile").on(table.profileId, table.callId),
  ],
);

export const rejectedProfiles = pgTable(
  "rejected_profiles",
  {
    callId: reference()
      .notNull()
      .references(() => calls.id),
    position: integer().notNull(),
    path: text().notNull(),
    reason: text().notNull(),
    raw: text().notNull(),
    rejectedAt: madeAt(),
  },
  (table) => [primaryKey({ columns: [table.callId, table.position] })],
);

export const suppressions = pgTable(
  "suppressions",
  {
    kind: text().notNull(),
    digest: text().notNull(),
    reason: text(),
    suppressedAt: madeAt(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.digest] })],
);
