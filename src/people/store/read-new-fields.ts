import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";

const pathRow = z.object({ path: z.string() });

/** Reads the paths of the view `new_fields`, newest first: what the API says and the program does not read. */
export async function readNewPaths(db: Sql): Promise<string[]> {
  const rows = await db.rows(
    pathRow,
    sql`select path from new_fields group by path order by min(first_seen_at) desc, path`,
  );
  return rows.map(({ path }) => path);
}
