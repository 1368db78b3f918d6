import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../../database/database.ts";

const refusedRow = z.object({ rejectedAt: z.coerce.date() });

/** Lets schedules try a refused key again, with one exclusive call. Returns when it was refused; null: it was not. */
export async function allowRetry(db: Database, keyId: string): Promise<Date | null> {
  const [key] = await db.rows(
    refusedRow,
    sql`update api_keys set retry_allowed_at = now() where id = ${keyId} and rejected_at is not null
        returning rejected_at as "rejectedAt"`,
  );
  return key?.rejectedAt ?? null;
}
