import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../../database/database.ts";
import { readCallBody, replaceCallBody } from "../../people/store/call-bodies.ts";
import { lockErasure } from "../../people/store/lock-erasure.ts";
import { redactKept } from "../../people/store/redact-kept.ts";
import type { SuppressionSecret } from "../../people/store/suppressed-people.ts";
import { noteErasure } from "./erase-people.ts";
import { BROKEN_CALLS } from "./redact-bodies.ts";

const callRow = z.object({ callId: z.number() });

/**
 * Searches the stored answers that are not pages for suppressed people again, such as after a backup was restored. Returns
 * how many answers were rewritten. One transaction an answer.
 */
export async function redactBrokenAnswers(db: Database, secret: SuppressionSecret): Promise<number> {
  const calls = await db.rows(
    callRow,
    sql`select call_id as "callId" from call_bodies where call_id in (${BROKEN_CALLS}) order by call_id`,
  );
  let rewritten = 0;
  for (const { callId } of calls) if (await redactBroken(db, secret, callId)) rewritten += 1;
  return rewritten;
}

async function redactBroken(db: Database, secret: SuppressionSecret, callId: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    await lockErasure(tx, "alone");
    const kept = await readCallBody(tx, callId);
    const body = kept === null ? null : await redactKept(tx, secret, kept);
    if (body === null || body === kept) return false;
    await replaceCallBody(tx, callId, body);
    await noteErasure(tx, "retention", { people: 0, bodies: 1, rejected: 0 });
    return true;
  });
}
