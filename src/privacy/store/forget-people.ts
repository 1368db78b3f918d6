import { sql } from "drizzle-orm";
import type { Database, Sql } from "../../database/database.ts";
import type { PersonKey } from "../../people/identity/person-keys.ts";
import { suppressionDigests } from "../../people/identity/suppression.ts";
import { lockErasure } from "../../people/store/lock-erasure.ts";
import type { SuppressionSecret } from "../../people/store/suppressed-people.ts";
import type { EraseResult } from "../erasure-plan.ts";
import { erasePeople, noteErasure, rewriteBodies } from "./erase-people.ts";
import { findPeople } from "./find-people.ts";
import { callsToRedact, countRows } from "./preview-erasure.ts";
import { readExports } from "./read-exports.ts";
import { readRejected } from "./read-rejected.ts";

/**
 * Erases the people who are known by one of the keys, and suppresses these and all their other keys, in one transaction that
 * excludes the storing of pages: a page stored before is erased from, a page stored later finds them suppressed.
 * @param asked the keys of a plan, which has searched deeper than this does
 */
export async function forgetPeople(
  db: Database,
  { pepper }: SuppressionSecret,
  asked: readonly PersonKey[],
): Promise<EraseResult> {
  return db.transaction(async (tx) => {
    await lockErasure(tx, "alone");
    const { keys, people } = await findPeople(tx, asked, { deep: false });
    const ids = people.map(({ profileId }) => profileId);
    const rejected = await readRejected(tx, keys);
    const held = await countRows(tx, ids);
    const exports = await readExports(tx, ids);
    await suppress(tx, pepper, keys);
    const bodies = await rewriteBodies(tx, keys, callsToRedact(ids, rejected));
    await deleteRejected(tx, rejected);
    await erasePeople(tx, ids);
    await noteErasure(tx, "forget", { people: ids.length, bodies, rejected: rejected.length });
    return { erased: { ...held, rejected: rejected.length, bodies }, exports };
  });
}

async function suppress(tx: Sql, pepper: string, keys: readonly PersonKey[]): Promise<void> {
  const digests = JSON.stringify(suppressionDigests(pepper, keys));
  await tx.execute(
    sql`insert into suppressions (kind, digest, reason)
        select kind, digest, 'forget' from jsonb_to_recordset(${digests}::jsonb) as s(kind text, digest text)
        on conflict do nothing`,
  );
}

async function deleteRejected(
  tx: Sql,
  rejected: readonly { readonly callId: number; readonly position: number }[],
): Promise<void> {
  const places = JSON.stringify(rejected.map(({ callId, position }) => ({ callId, position })));
  await tx.execute(
    sql`delete from rejected_profiles using jsonb_to_recordset(${places}::jsonb) as gone("callId" bigint, position integer)
        where call_id = gone."callId" and rejected_profiles.position = gone.position`,
  );
}
