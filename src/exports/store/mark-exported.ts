import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import type { ExportedPerson } from "../export-set.ts";

const personRow = z.object({ profile_id: z.string() });

/** Makes `pg_temp.handed_over`, which is empty. */
export async function prepareExportedKeys(session: Sql): Promise<void> {
  await session.execute(sql`create temporary table handed_over (profile_id text not null, key text unique)`);
}

/** Notes people with their keys. Gives the ids of those noted: the others have a key that somebody before has. */
export async function noteExported(session: Sql, people: readonly ExportedPerson[]): Promise<Set<string>> {
  const rows = await session.rows(
    personRow,
    sql`insert into handed_over (profile_id, key)
        select person->>'profileId', person->>'key'
        from jsonb_array_elements(${JSON.stringify(people)}::jsonb) with ordinality as one(person, place) order by place
        on conflict (key) do nothing returning profile_id`,
  );
  return new Set(rows.map(({ profile_id }) => profile_id));
}
