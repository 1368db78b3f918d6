import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { keysOfEntry } from "../person-keys.ts";
import type { ReceivedProfile } from "../profile.ts";
import { redactProfiles } from "../redact-response.ts";
import { suppressionDigests } from "../suppression.ts";

/** The secret under which the list of suppressed people can be searched. */
export interface SuppressionSecret {
  readonly pepper: string;
}

const hitRow = z.object({ digest: z.string() });
const bodyRow = z.object({ body: z.instanceof(Uint8Array) });

/** The places on the page, from 0, at which somebody stands who asked to be forgotten. */
export async function findSuppressed(
  tx: Sql,
  { pepper }: SuppressionSecret,
  received: readonly ReceivedProfile[],
): Promise<ReadonlySet<number>> {
  const digests = received.map((entry) =>
    suppressionDigests(pepper, keysOfEntry(entry)).map(({ digest }) => digest),
  );
  const suppressed = await readSuppressed(tx, digests.flat());
  const isHit = (_: unknown, index: number) => digests[index]?.some((digest) => suppressed.has(digest));
  return new Set(received.filter(isHit).map(({ position }) => position));
}

/** Those of the digests that are on the list of suppressed people. */
export async function readSuppressed(db: Sql, digests: readonly string[]): Promise<Set<string>> {
  const hits = await db.rows(
    hitRow,
    sql`select digest from suppressions
        where digest in (select jsonb_array_elements_text(${JSON.stringify(digests)}::jsonb))`,
  );
  return new Set(hits.map((hit) => hit.digest));
}

/** Takes the profiles at these places out of the bytes of a call, where those are still kept. */
export async function redactSuppressed(
  tx: Sql,
  callId: number,
  positions: ReadonlySet<number>,
): Promise<void> {
  const bodies = await tx.rows(bodyRow, sql`select body from call_bodies where call_id = ${callId}`);
  for (const { body } of bodies) {
    await tx.execute(
      sql`update call_bodies set body = ${Buffer.from(redactProfiles(body, positions))} where call_id = ${callId}`,
    );
  }
}
