import { sql } from "drizzle-orm";
import type { Sql } from "../../../database/database.ts";

/** Deletes a saved query with all its versions. Returns whether there was one. */
export async function deleteSavedQuery(db: Sql, query: string): Promise<boolean> {
  return (await db.execute(sql`delete from saved_queries where query = ${query}`)) > 0;
}
