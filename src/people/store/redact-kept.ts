import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { keysInAnswer } from "../fields/keys-in-answer.ts";
import { possibleDigests } from "../identity/suppression.ts";
import { NO_PAGE, readProfiles, redactProfiles } from "../redact-response.ts";
import { findSuppressed, readSuppressed, type SuppressionSecret } from "./suppressed-people.ts";

const listRow = z.object({ isEmpty: z.boolean() });

/** Keys looked up at once; a broken answer may have very many words. */
const BATCH_KEYS = 2_000;

/**
 * Returns the bytes of an answer that no page will be read from, without suppressed people: a profile in its list is replaced
 * by a placeholder; an answer that is not a page is replaced as a whole if any text in it names one of them. Returns the same
 * array if no suppressed person is in it. Never throws on content.
 */
export async function redactKept(db: Sql, secret: SuppressionSecret, body: Uint8Array): Promise<Uint8Array> {
  const { isEmpty } = await db.row(listRow, sql`select not exists (select from suppressions) as "isEmpty"`);
  if (isEmpty) return body;
  const profiles = readProfiles(body);
  if (profiles !== null) {
    const suppressed = await findSuppressed(db, secret, profiles);
    return suppressed.size === 0 ? body : redactProfiles(body, suppressed);
  }
  const keys = keysInAnswer(body);
  for (let from = 0; from < keys.length; from += BATCH_KEYS) {
    const digests = possibleDigests(secret.pepper, keys.slice(from, from + BATCH_KEYS));
    if ((await readSuppressed(db, digests)).size > 0) return NO_PAGE;
  }
  return body;
}
