import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";

export interface QueryToSave {
  /** Id of the saved query that gets another version; null: it is a new one. */
  readonly query: string | null;
  readonly title: string;
  readonly sql: string;
  /** Who saves it. */
  readonly savedBy: string;
}

const savedRow = z.object({ query: z.string(), version: z.number() });
export type SavedVersion = z.infer<typeof savedRow>;

/** Saves a query, or a further version of one. Earlier versions stay. Returns null if no query has that id. */
export async function saveQuery(
  db: Sql,
  { query, title, sql: text, savedBy }: QueryToSave,
): Promise<SavedVersion | null> {
  const kept =
    query === null
      ? sql`insert into saved_queries (query, title, versions)
          values (left(replace(gen_random_uuid()::text, '-', ''), 16), ${title}, 1)`
      : sql`update saved_queries set title = ${title}, versions = versions + 1 where query = ${query}`;
  const [saved = null] = await db.rows(
    savedRow,
    sql`with kept as (${kept} returning query, versions)
        insert into saved_query_versions (query, version, sql, saved_by)
        select query, versions, ${text}, ${savedBy} from kept returning query, version`,
  );
  return saved;
}
