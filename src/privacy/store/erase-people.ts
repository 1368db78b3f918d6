import { sql } from "drizzle-orm";
import type { Sql } from "../../database/database.ts";
import { textList } from "../../database/text-list.ts";
import type { PersonKey } from "../../people/identity/person-keys.ts";
import { replaceCallBody } from "../../people/store/call-bodies.ts";
import type { PurgeCounts } from "../purge.ts";
import { redactedBodies } from "./redact-bodies.ts";

/** Redacts people known by these keys in the raw answers of these calls. Returns how many answers held them. */
export async function rewriteBodies(
  tx: Sql,
  keys: readonly PersonKey[],
  calls: Parameters<typeof redactedBodies>[2],
): Promise<number> {
  let rewritten = 0;
  for await (const { callId, body } of redactedBodies(tx, keys, calls)) {
    await replaceCallBody(tx, callId, body);
    rewritten += 1;
  }
  return rewritten;
}

/**
 * Deletes these people from every table. Versions, sightings, contacts, notices and search text are deleted with them; the
 * position of an unfinished reparse or refresh moves to the person before them.
 * @throws TypeError, so that nothing is deleted, if something of them would be left
 */
export async function erasePeople(tx: Sql, ids: readonly string[]): Promise<void> {
  await tx.execute(sql`delete from export_people where profile_id in (${textList(ids)})`);
  for (const positions of [sql`reparses`, sql`search_refreshes`])
    await tx.execute(
      sql`update ${positions} set after_profile_id = (select max(profile_id) from profiles
            where profile_id < after_profile_id and profile_id not in (${textList(ids)}))
          where after_profile_id in (${textList(ids)})`,
    );
  // On another server, ids of changes go on after the largest one that a reader may have seen.
  await tx.execute(
    sql`with gone as (delete from profiles where profile_id in (${textList(ids)}) returning change_id)
        update change_epochs set erased_id = greatest(erased_id, (select max(change_id) from gone))
        where id = (select max(id) from change_epochs)`,
  );
  await demandNothingLeft(tx, ids);
}

/** No constraint of the database ties these tables to the people (ADR 19). */
async function demandNothingLeft(tx: Sql, ids: readonly string[]): Promise<void> {
  const left = await tx.execute(
    sql`select from (select profile_id from sightings union all select profile_id from profile_versions
            union all select profile_id from contacts union all select profile_id from profile_search) as kept
          where profile_id in (${textList(ids)}) limit 1`,
  );
  if (left > 0) throw new TypeError("people were deleted, and rows of them were left");
}

/** Records that an erasure was done, never of whom. */
export async function noteErasure(
  tx: Sql,
  kind: "forget" | "retention",
  { people, bodies, rejected }: PurgeCounts,
): Promise<void> {
  await tx.execute(
    sql`insert into erasures (kind, people, bodies, rejected) values (${kind}, ${people}, ${bodies}, ${rejected})`,
  );
}
