import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";
import type { Lease } from "../walk-store.ts";

const countRow = z.object({ unapplied: z.number() });

/** Counts the answered calls of the walk's search, of any pass, whose pages are not in the store, whichever process recorded them. */
export async function countUnapplied(tx: Sql, { walkId }: Lease): Promise<number> {
  const { unapplied } = await tx.row(
    countRow,
    sql`select count(*) as unapplied from calls join passes on passes.id = calls.pass_id
          join walks own on own.spec = passes.spec and own.fingerprint = passes.fingerprint
        where own.id = ${walkId} and calls.outcome = 'answered' and calls.applied_at is null`,
  );
  return unapplied;
}
