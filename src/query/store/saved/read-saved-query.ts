import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";

const versionRow = z.object({
  title: z.string(),
  version: z.number(),
  sql: z.string(),
  savedBy: z.string(),
  savedAt: z.coerce.date(),
});

/** Returns the versions of a saved query, the newest first; none if no query has that id. */
export async function readSavedQuery(db: Sql, query: string): Promise<z.infer<typeof versionRow>[]> {
  return db.rows(
    versionRow,
    sql`select title, version, sql, saved_by as "savedBy", saved_at as "savedAt"
        from saved_queries join saved_query_versions using (query) where query = ${query} order by version desc`,
  );
}
