import type { QueryConfig, QueryResult } from "pg";
import type { TestDatabase } from "./test-database.ts";

/** Asks a database in the settings that programs expect of it, whatever those of its server are: dates as ISO writes them. */
export async function queryIso(
  { db }: TestDatabase,
  query: QueryConfig & { readonly rowMode?: "array" },
): Promise<QueryResult["rows"]> {
  const client = await db.pool.connect();
  try {
    await client.query("begin");
    await client.query("set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'");
    const { rows } = await client.query(query);
    await client.query("commit");
    return rows;
  } finally {
    client.release();
  }
}
