import { sql } from "drizzle-orm";
import { bigint, boolean, date, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { identity, madeAt, moment, reference, words } from "./columns.ts";
import { calls } from "./credits.ts";

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
    /** Of `next_change_id()`; see docs/adr/0016-change-ids.md. */
    changeId: bigint({ mode: "number" }).notNull().default(1),
  },
  (table) => [
    index("profiles_linkedin_slug").on(table.linkedinSlug),
    index("profiles_first_seen").on(table.firstSeenAt),
    index("profiles_last_changed").on(table.lastChangedAt),
    index("profiles_change").on(table.changeId),
  ],
);

/**
 * What people are searched by, derived from `profiles` by a trigger and kept apart from it, so that a change of anything
 * else rewrites no index. Trigram indexes are made by migrations where the extension is to be had.
 */
export const profileSearch = pgTable(
  "profile_search",
  {
    profileId: text().primaryKey(),
    name: text(),
    title: text(),
    headline: text(),
    company: text(),
    location: text(),
    skills: text().array().notNull(),
    /** Companies of all jobs, past ones too. */
    companies: text().array().notNull(),
    /** All schools, one a line. */
    schools: text().notNull(),
    roleSince: date(),
    workingSince: date(),
    /** Months of work before `workingSince`, or of all work where there is none now; overlapping jobs count once. */
    monthsBefore: integer(),
    /** When the last of the current jobs ends; null: an end is not named. */
    workingUntil: date(),
    document: words().notNull(),
  },
  (table) => [
    index("profile_search_company").on(table.company, table.roleSince.desc().nullsLast()),
    index("profile_search_location").on(table.location.op("text_pattern_ops")),
    // With the title, so that a title within a time is found without a look at the rows.
    index("profile_search_role_since").on(table.roleSince, table.title, table.profileId),
    index("profile_search_skills").using("gin", table.skills),
    index("profile_search_companies").using("gin", table.companies),
    index("profile_search_document").using("gin", table.document),
  ],
);

export const profileVersions = pgTable(
  "profile_versions",
  {
    id: identity(),
    profileId: text().notNull(),
    hash: text().notNull(),
    raw: text().notNull(),
    experiencesDetailed: boolean().notNull(),
    educationsDetailed: boolean().notNull(),
    currentTitle: text(),
    currentCompany: text(),
    openToWork: boolean(),
    /** Whether this version names another job than the versions before it, and which one they named. */
    jobChanged: boolean().notNull().default(false),
    previousTitle: text(),
    previousCompany: text(),
    openToWorkChanged: boolean().notNull().default(false),
    /** Whether the id probably names another person from this version on, and the name before. */
    anotherPerson: boolean().notNull().default(false),
    previousName: text(),
    callId: reference().notNull(),
    receivedAt: madeAt(),
  },
  (table) => [
    index("profile_versions_profile").on(table.profileId, table.callId),
    index("profile_versions_job_changed").on(table.receivedAt).where(sql`job_changed`),
    index("profile_versions_another_person").on(table.receivedAt).where(sql`another_person`),
    index("profile_versions_open_to_work_changed").on(table.receivedAt).where(sql`open_to_work_changed`),
  ],
);

export const contacts = pgTable(
  "contacts",
  {
    profileId: text().notNull(),
    kind: text().notNull(),
    value: text().notNull(),
    type: text(),
    status: text(),
    /** Of the person whom the id named before. */
    formerPerson: boolean().notNull().default(false),
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
    callId: reference().notNull(),
    position: integer().notNull(),
    profileId: text().notNull(),
    versionId: reference().notNull(),
    seenAt: moment().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.callId, table.position] }),
    index("sightings_profile").on(table.profileId, table.callId, table.position),
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

/** People who were told that they are stored. */
export const notices = pgTable("notices", {
  profileId: text()
    .primaryKey()
    .references(() => profiles.profileId, { onDelete: "cascade" }),
  sentAt: madeAt(),
});

/** That people were erased, when and why; never who. */
export const erasures = pgTable("erasures", {
  id: identity(),
  kind: text().notNull(),
  people: integer().notNull(),
  bodies: integer().notNull(),
  rejected: integer().notNull().default(0),
  erasedAt: madeAt(),
});

/** How far profiles were rebuilt from their versions, so that it can be carried on. */
export const reparses = pgTable("reparses", {
  id: identity(),
  afterProfileId: text(),
  people: integer().notNull().default(0),
  changed: integer().notNull().default(0),
  startedAt: madeAt(),
  finishedAt: moment(),
});

/** How far the search text of stored people was made again after its rules had changed, so that it can be carried on. */
export const searchRefreshes = pgTable("search_refreshes", {
  id: identity(),
  afterProfileId: text(),
  people: integer().notNull().default(0),
  startedAt: madeAt(),
  finishedAt: moment(),
});

/** The servers whose transactions number the changes of people, one row a server; the newest one counts. */
export const changeEpochs = pgTable("change_epochs", {
  id: identity(),
  systemIdentifier: bigint({ mode: "bigint" }).notNull(),
  baseId: bigint({ mode: "number" }).notNull(),
  /** The largest change id among people who were erased. */
  erasedId: bigint({ mode: "number" }).notNull().default(0),
  startedAt: madeAt(),
});
