import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";

const storedRow = z.object({ isStored: z.boolean() });

/** Returns whether a person with exactly this id is stored. */
export async function isStored(db: Sql, profileId: string): Promise<boolean> {
  const row = await db.row(
    storedRow,
    sql`select exists (select from profiles where profile_id = ${profileId}) as "isStored"`,
  );
  return row.isStored;
}
