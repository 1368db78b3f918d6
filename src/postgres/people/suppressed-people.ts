import { sql } from "drizzle-orm";
import { z } from "zod";
import { parseProfile, type ReceivedProfile } from "../../domain/profile.ts";
import { isRawObject } from "../../domain/profile-fields.ts";
import { suppressionDigests } from "../../domain/suppression.ts";
import type { Sql } from "../database.ts";
import { withoutProfiles } from "./without-profiles.ts";

/** The secret under which the list of suppressed people can be searched. */
export interface SuppressionKeys {
  readonly pepper: string;
}

const hitRow = z.object({ digest: z.string() });
const bodyRow = z.object({ body: z.instanceof(Uint8Array) });

/** Stands for an id that cannot be read, so that the rest can. */
const NO_ID = "none";

/** What an entry of a page can be recognised by; one without a usable id by its address and its e-mails all the same. */
function keysOf(pepper: string, entry: ReceivedProfile): string[] {
  if (entry.kind === "profile") return suppressionDigests(pepper, entry.profile).map(({ digest }) => digest);
  const raw: unknown = JSON.parse(entry.raw);
  const read = isRawObject(raw) ? parseProfile({ ...raw, profile_id: NO_ID }, entry.position) : entry;
  if (read.kind === "rejected") return [];
  const keys = suppressionDigests(pepper, read.profile);
  return keys.filter(({ kind }) => kind !== "profile_id").map(({ digest }) => digest);
}

/** The places on the page, from 0, at which somebody stands who asked to be forgotten. */
export async function findSuppressed(
  tx: Sql,
  { pepper }: SuppressionKeys,
  received: readonly ReceivedProfile[],
): Promise<ReadonlySet<number>> {
  const digests = received.map((entry) => keysOf(pepper, entry));
  const hits = await tx.rows(
    hitRow,
    sql`select digest from suppressions
        where digest in (select jsonb_array_elements_text(${JSON.stringify(digests.flat())}::jsonb))`,
  );
  const suppressed = new Set(hits.map((hit) => hit.digest));
  const isHit = (_: unknown, index: number) => digests[index]?.some((digest) => suppressed.has(digest));
  return new Set(received.filter(isHit).map(({ position }) => position));
}

/** Takes the profiles at these places out of the bytes of a call, where those are still kept. */
export async function withholdProfiles(
  tx: Sql,
  callId: number,
  positions: ReadonlySet<number>,
): Promise<void> {
  const bodies = await tx.rows(bodyRow, sql`select body from call_bodies where call_id = ${callId}`);
  for (const { body } of bodies) {
    await tx.execute(
      sql`update call_bodies set body = ${Buffer.from(withoutProfiles(body, positions))} where call_id = ${callId}`,
    );
  }
}
