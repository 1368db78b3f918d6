import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { addHistories, readPeople } from "../../people/store/read-people.ts";
import { findPeople } from "./find-people.ts";
import { NOTICE_DUE_AT } from "./notices/notice-due.ts";
import { readExports } from "./read-exports.ts";
import { readRejected } from "./read-rejected.ts";
import { callsShowing, redactedBodies } from "./redact-bodies.ts";

/** An id greater than that of any call, so that people are read as they are now. */
const MAX_CALL_ID = Number.MAX_SAFE_INTEGER;

const datesRow = z.object({
  firstSeenAt: z.coerce.date(),
  lastChangedAt: z.coerce.date(),
  /** One month after collection (Art. 14 GDPR). */
  noticeDueAt: z.coerce.date(),
  noticeSentAt: z.coerce.date().nullable(),
});
const sightingRow = z.object({
  seenAt: z.coerce.date(),
  spec: z.string(),
  runId: z.number(),
  page: z.number(),
  position: z.number(),
  callId: z.number(),
  /** The API's name for the call. */
  requestId: z.string().nullable(),
  /** An equal share of what the call cost; null: not known. */
  credits: z.coerce.number().nullable(),
  versionId: z.number(),
});
export type SightingLine = z.infer<typeof sightingRow>;
const versionRow = z.object({
  versionId: z.number(),
  callId: z.number(),
  receivedAt: z.coerce.date(),
  /** JSON as the API sent it. */
  raw: z.string(),
  experiencesDetailed: z.boolean(),
  educationsDetailed: z.boolean(),
});

export type PersonFile = NonNullable<Awaited<ReturnType<typeof readPersonFile>>>;

/** Returns everything held about one person; null: no person with that id is stored. */
export async function readPersonFile(db: Sql, profileId: string) {
  const rows = await readPeople(db, [{ callId: MAX_CALL_ID, people: [{ id: profileId, hash: null }] }]);
  const known = (await addHistories(db, rows, MAX_CALL_ID)).get(profileId);
  const { people } = await findPeople(db, [{ kind: "profile_id", value: profileId }], { deep: false });
  const keys = people.find((person) => person.profileId === profileId)?.keys ?? [];
  const [dates] = await db.rows(
    datesRow,
    sql`select first_seen_at as "firstSeenAt", last_changed_at as "lastChangedAt", sent_at as "noticeSentAt",
          ${NOTICE_DUE_AT} as "noticeDueAt"
        from profiles left join notices using (profile_id) where profile_id = ${profileId}`,
  );
  if (!known?.stored || dates === undefined) return null;
  const bodies: number[] = [];
  for await (const { callId } of redactedBodies(db, keys, callsShowing([profileId]))) bodies.push(callId);
  return {
    record: known.stored,
    ...dates,
    sightings: await readSightingRows(db, profileId),
    forms: await readVersionRows(db, profileId),
    rejected: await readRejected(db, keys),
    /** Calls whose raw answer is still held and shows the person. */
    bodies,
    exports: await readExports(db, [profileId]),
  };
}

async function readSightingRows(db: Sql, profileId: string): Promise<SightingLine[]> {
  return db.rows(
    sightingRow,
    sql`select seen_at as "seenAt", spec, run_id as "runId", page, position, call_id as "callId", request_id as "requestId",
          round(credits::numeric / nullif(profiles, 0), 4) as credits, version_id as "versionId"
        from sightings join calls on calls.id = call_id where profile_id = ${profileId} order by call_id, position`,
  );
}

async function readVersionRows(db: Sql, profileId: string) {
  return db.rows(
    versionRow,
    sql`select id as "versionId", call_id as "callId", received_at as "receivedAt", raw,
          experiences_detailed as "experiencesDetailed", educations_detailed as "educationsDetailed"
        from profile_versions where profile_id = ${profileId} order by call_id, id`,
  );
}
