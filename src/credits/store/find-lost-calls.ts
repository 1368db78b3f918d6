import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import type { JournalledCall } from "../call-journal.ts";

const attemptRow = z.object({ attempt: z.string() });
/** Most calls of one question. */
const BATCH = 10_000;

/** Returns those of the calls that the database does not have under the same UUID. @param calls in the order of their numbers */
export async function findLostCalls(db: Sql, calls: readonly JournalledCall[]): Promise<JournalledCall[]> {
  const lost = new Set<string>();
  for (let start = 0; start < calls.length; start += BATCH) {
    const batch = calls.slice(start, start + BATCH);
    const attempts = JSON.stringify(batch.map(({ attempt }) => attempt));
    const least = Math.min(...batch.map(({ callId }) => callId));
    const rows = await db.rows(
      attemptRow,
      sql`select attempt from jsonb_array_elements_text(${attempts}::jsonb) as attempt
          where attempt::uuid not in (select calls.attempt from calls where id >= ${least})`,
    );
    for (const { attempt } of rows) lost.add(attempt);
  }
  return calls.filter(({ attempt }) => lost.has(attempt));
}
