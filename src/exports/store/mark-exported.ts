import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import type { ExportedPerson } from "../export-set.ts";

const personRow = z.object({ profile_id: z.string() });

/** Creates `pg_temp.exported`, the people of the export with their keys and LinkedIn names. */
export async function createExportedTable(session: Sql): Promise<void> {
  await session.execute(
    sql`create temporary table exported (profile_id text not null, key text unique, slug text unique)`,
  );
}

/** Marks people as exported. Returns the ids of those marked: the others share a key or a name with an earlier person. */
export async function markExported(session: Sql, people: readonly ExportedPerson[]): Promise<Set<string>> {
  const rows = await session.rows(
    personRow,
    sql`insert into exported (profile_id, key, slug)
        select person->>'profileId', person->>'key', person->>'slug'
        from jsonb_array_elements(${JSON.stringify(people)}::jsonb) with ordinality as one(person, position) order by position
        on conflict do nothing returning profile_id`,
  );
  return new Set(rows.map(({ profile_id }) => profile_id));
}
