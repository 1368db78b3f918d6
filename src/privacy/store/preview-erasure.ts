import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { textList } from "../../database/text-list.ts";
import type { PersonKey } from "../../people/identity/person-keys.ts";
import {
  type ErasureCounts,
  type ErasurePlan,
  type MatchedPerson,
  type PersonLine,
  personLineSchema,
  type RenamedId,
  renamedIdSchema,
} from "../erasure-plan.ts";
import { findPeople, type MatchResult } from "./find-people.ts";
import { PERSON_COLUMNS } from "./person-row.ts";
import { readExports } from "./read-exports.ts";
import { readRejected } from "./read-rejected.ts";
import { callsShowing, redactedBodies, UNPARSED_CALLS } from "./redact-bodies.ts";

const specRow = z.object({ spec: z.string() });
const countRow = z.object({ versions: z.number(), sightings: z.number(), contacts: z.number() });

/** Finds the people that an erasure would erase and what is held of them. Changes nothing. */
export async function planErasure(db: Sql, asked: readonly PersonKey[]): Promise<ErasurePlan> {
  const finding = await findPeople(db, asked, { deep: true });
  const ids = finding.people.map(({ profileId }) => profileId);
  const rejected = await readRejected(db, finding.keys);
  let bodies = 0;
  for await (const _ of redactedBodies(db, finding.keys, callsToRedact(ids, rejected))) bodies += 1;
  return {
    keys: finding.keys,
    people: await describe(db, finding),
    duplicates: await readDuplicates(db, ids),
    renamedIds: await readRenamedIds(db, ids),
    exports: await readExports(db, ids),
    specs: await readSpecsNaming(db, ids),
    held: { ...(await countRows(db, ids)), rejected: rejected.length, bodies },
  };
}

/** Returns the ids of calls whose raw answers may show these people: stored, rejected or not parsed yet. */
export function callsToRedact(ids: readonly string[], rejected: readonly { readonly callId: number }[]) {
  const calls = JSON.stringify(rejected.map(({ callId }) => callId));
  return sql`${callsShowing(ids)} union ${UNPARSED_CALLS} union select jsonb_array_elements_text(${calls}::jsonb)::bigint`;
}

/** Counts the rows of these people by kind. */
export async function countRows(
  db: Sql,
  ids: readonly string[],
): Promise<Omit<ErasureCounts, "rejected" | "bodies">> {
  const theirs = sql`where profile_id in (${textList(ids)})`;
  const counts = await db.row(
    countRow,
    sql`select (select count(*) from profile_versions ${theirs}) as versions,
          (select count(*) from sightings ${theirs}) as sightings, (select count(*) from contacts ${theirs}) as contacts`,
  );
  return { people: ids.length, ...counts };
}

async function describe(db: Sql, { people }: MatchResult): Promise<MatchedPerson[]> {
  const reasons = new Map(people.map(({ profileId, why }) => [profileId, why]));
  const lines = await db.rows(
    personLineSchema,
    sql`select ${PERSON_COLUMNS} from profiles where profile_id in (${textList([...reasons.keys()])}) order by profile_id`,
  );
  return lines.flatMap((line) => {
    const why = reasons.get(line.profileId);
    return why === undefined ? [] : { ...line, why };
  });
}

/** Finds people of the same name at the same company, regardless of case and accents, who share no key. */
async function readDuplicates(db: Sql, ids: readonly string[]): Promise<PersonLine[]> {
  return db.rows(
    personLineSchema,
    sql`select ${PERSON_COLUMNS} from profiles join profile_search using (profile_id)
        where profiles.profile_id not in (${textList(ids)}) and exists (
          select from profile_search as erased where erased.profile_id in (${textList(ids)})
            and erased.name = profile_search.name
            and (erased.company = profile_search.company or (erased.company is null and profile_search.company is null)))
        order by profiles.profile_id`,
  );
}

/** Reads which of these ids probably named another person before. */
function readRenamedIds(db: Sql, ids: readonly string[]): Promise<RenamedId[]> {
  return db.rows(
    renamedIdSchema,
    sql`select distinct profile_id as "profileId", previous_name as "previousName", full_name as "fullName"
        from profile_versions join profiles using (profile_id)
        where another_person and profile_id in (${textList(ids)}) order by 1, 2`,
  );
}

async function readSpecsNaming(db: Sql, ids: readonly string[]): Promise<string[]> {
  const rows = await db.rows(
    specRow,
    sql`select distinct spec from search_specs join profile_search
          on position(profile_search.name in fold_text(search::text || ' ' || coalesce(notes, ''))) > 0
        where profile_id in (${textList(ids)}) and profile_search.name like '% %' order by spec`,
  );
  return rows.map(({ spec }) => spec);
}
