import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";

const countRow = z.object({ what: z.string(), rows: z.number() });

/** Rows of people that refer to a person, a version or a call that is not there. */
export interface Orphans {
  /** Such as `sightings without a person`. */
  readonly what: string;
  readonly rows: number;
}

/** Which rows refer to which, where no constraint of the database looks. */
const REFERENCES = [
  { table: "sightings", column: "profile_id", parent: "profiles", key: "profile_id", name: "person" },
  { table: "sightings", column: "version_id", parent: "profile_versions", key: "id", name: "version" },
  { table: "sightings", column: "call_id", parent: "calls", key: "id", name: "call" },
  { table: "profile_versions", column: "profile_id", parent: "profiles", key: "profile_id", name: "person" },
  { table: "profile_versions", column: "call_id", parent: "calls", key: "id", name: "call" },
  { table: "contacts", column: "profile_id", parent: "profiles", key: "profile_id", name: "person" },
  { table: "profile_search", column: "profile_id", parent: "profiles", key: "profile_id", name: "person" },
] as const;

/** Counts the rows that refer to something that is not there, by kind; empty: there are none. Reads whole tables. */
export async function findOrphans(db: Sql): Promise<Orphans[]> {
  const counts = REFERENCES.map(({ table, column, parent, key, name }) => {
    const [child, reference, other, id] = [table, column, parent, key].map((word) => sql.raw(word));
    return sql`select ${`${table} without a ${name}`} as what, count(*) as rows from ${child} as child
      where not exists (select from ${other} as parent where parent.${id} = child.${reference})`;
  });
  const rows = await db.rows(countRow, sql.join(counts, sql` union all `));
  return rows.filter((row) => row.rows > 0);
}
