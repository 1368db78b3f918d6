import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { textList } from "../../database/text-list.ts";
import { makeKeyMatcher, type PersonKey } from "../../people/identity/person-keys.ts";
import { redactPerson } from "../../people/redact-response.ts";
import { readCallBody } from "../../people/store/call-bodies.ts";

const callRow = z.object({ callId: z.number() });

/** A raw answer in which certain people are redacted. */
export interface RedactedBody {
  readonly callId: number;
  readonly body: Uint8Array;
}

/** Selects the calls of stored pages that show these people. */
export function callsShowing(ids: readonly string[]): SQL {
  return sql`select call_id from sightings where profile_id in (${textList(ids)})`;
}

/** Selects the answers that are not pages, or of which it is not known what they are. */
export const BROKEN_CALLS: SQL = sql`select id from calls where problem is not null or outcome is distinct from 'answered'`;

/** Selects the answers that no sighting refers to: pages that are not stored yet, and answers that are not pages. */
export const UNPARSED_CALLS: SQL = sql`select id from calls
  where applied_at is null or problem is not null or outcome is distinct from 'answered'`;

/**
 * Returns the raw answers that show a person known by one of the keys, with these people redacted.
 * @param calls a subquery of the ids of calls whose answers may hold them
 */
export async function* redactedBodies(
  db: Sql,
  keys: readonly PersonKey[],
  calls: SQL,
): AsyncGenerator<RedactedBody, void, undefined> {
  const isTheirs = makeKeyMatcher(keys);
  const candidates = await db.rows(
    callRow,
    sql`select call_id as "callId" from call_bodies where call_id in (${calls}) order by call_id`,
  );
  for (const { callId } of candidates) {
    const found = await readCallBody(db, callId);
    const body = found === null ? null : redactPerson(found, isTheirs);
    if (body !== null) yield { callId, body };
  }
}
