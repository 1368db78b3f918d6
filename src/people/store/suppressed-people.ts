import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { keysOfEntry } from "../identity/person-keys.ts";
import { possibleDigests } from "../identity/suppression.ts";
import type { ReceivedProfile } from "../profile.ts";
import { redactProfiles } from "../redact-response.ts";
import { readCallBody, replaceCallBody } from "./call-bodies.ts";

/** The secret under which the list of suppressions can be searched. */
export interface SuppressionSecret {
  readonly pepper: string;
}

const hitRow = z.object({ digest: z.string() });

/** Returns the positions of suppressed people on a page, from 0. */
export async function findSuppressed(
  tx: Sql,
  secret: SuppressionSecret,
  received: readonly ReceivedProfile[],
): Promise<ReadonlySet<number>> {
  const found = await findSuppressedEntries(tx, secret, received);
  return new Set([...found].map(({ position }) => position));
}

/** Returns those entries of some pages that are suppressed people. */
export async function findSuppressedEntries(
  tx: Sql,
  { pepper }: SuppressionSecret,
  received: readonly ReceivedProfile[],
): Promise<ReadonlySet<ReceivedProfile>> {
  const digests = received.map((entry) => possibleDigests(pepper, keysOfEntry(entry)));
  const suppressed = await readSuppressed(tx, digests.flat());
  const isHit = (_: unknown, index: number) => digests[index]?.some((digest) => suppressed.has(digest));
  return new Set(received.filter(isHit));
}

/** Returns those of the digests that are on the list of suppressions. */
export async function readSuppressed(db: Sql, digests: readonly string[]): Promise<Set<string>> {
  const hits = await db.rows(
    hitRow,
    sql`select digest from suppressions
        where digest in (select jsonb_array_elements_text(${JSON.stringify(digests)}::jsonb))`,
  );
  return new Set(hits.map((hit) => hit.digest));
}

/** Redacts the profiles at these positions in the stored bytes of a call, if there are any. */
export async function redactSuppressed(
  tx: Sql,
  callId: number,
  positions: ReadonlySet<number>,
): Promise<void> {
  const body = await readCallBody(tx, callId);
  if (body !== null) await replaceCallBody(tx, callId, redactProfiles(body, positions));
}
