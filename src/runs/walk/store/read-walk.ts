import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../../../database/database.ts";
import { readCallBody } from "../../../people/store/call-bodies.ts";
import { searchSchema } from "../../../specs/search-schema.ts";
import type { SearchParameters } from "../../../specs/spec.ts";
import type { Lease } from "../walk-store.ts";

const searchRow = z.object({ search: searchSchema });
const idRow = z.object({ id: z.number() });

/** Reads the search of a walk, as it was when its run was created. */
export async function readSearch(db: Database, { walkId }: Lease): Promise<SearchParameters> {
  const { search } = await db.row(searchRow, sql`select search from walks where id = ${walkId}`);
  return search;
}

/**
 * Reads the answered calls of the walk's search whose pages are not stored yet, oldest first. Late answers may belong to a
 * pass that has ended.
 */
export async function readUnappliedCalls(db: Database, { walkId }: Lease): Promise<number[]> {
  const rows = await db.rows(
    idRow,
    sql`select calls.id from calls join passes on passes.id = calls.pass_id
          join walks on walks.spec = passes.spec and walks.fingerprint = passes.fingerprint
        where walks.id = ${walkId} and calls.outcome = 'answered' and calls.applied_at is null order by calls.id`,
  );
  return rows.map((row) => row.id);
}

/** Whether the call of that number is this attempt: after a restored backup it may be another. */
export async function isKnownCall(db: Database, callId: number, attempt: string): Promise<boolean> {
  return (await db.execute(sql`select from calls where id = ${callId} and attempt::text = ${attempt}`)) > 0;
}

/** Reads the bytes of an answered call. */
export async function readBody(db: Database, callId: number): Promise<Uint8Array> {
  const body = await readCallBody(db, callId);
  if (body === null) throw new TypeError(`the bytes of call ${callId} are not there`);
  return body;
}
