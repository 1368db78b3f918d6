import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";

export const savedQueryLineSchema = z.object({
  query: z.string(),
  title: z.string(),
  version: z.number(),
  savedBy: z.string(),
  savedAt: z.coerce.date(),
});
export type SavedQueryLine = z.infer<typeof savedQueryLineSchema>;

/** Returns the saved queries with who saved their newest versions, those saved last first. */
export async function listSavedQueries(db: Sql, limit: number): Promise<SavedQueryLine[]> {
  return db.rows(
    savedQueryLineSchema,
    sql`select query, title, version, saved_by as "savedBy", saved_at as "savedAt"
        from saved_queries join saved_query_versions using (query) where version = versions
        order by saved_at desc, query limit ${limit}`,
  );
}
