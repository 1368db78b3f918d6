import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";
import type { Lease } from "../walk-store.ts";

const preconditionsRow = z.object({
  /** Answered calls of the walk's search whose pages are not in the store, whichever process recorded them. */
  unapplied: z.number(),
});

/** What must hold around a walk before it opens a call; read under the lock of the ledger. */
export type CallPreconditions = z.infer<typeof preconditionsRow>;

/** @param ownCallId the call whose page this process is about to apply; null: there is none */
export async function readPreconditions(
  tx: Sql,
  { walkId }: Lease,
  ownCallId: number | null,
): Promise<CallPreconditions> {
  return tx.row(preconditionsRow, sql`select ${countUnapplied(walkId, ownCallId)} as unapplied`);
}

/** Counts the answered calls of the walk's search, of any pass, whose pages are not in the store. */
export function countUnapplied(walkId: number, exceptCallId: number | null) {
  return sql`(select count(*) from calls join passes on passes.id = calls.pass_id
      join walks own on own.spec = passes.spec and own.fingerprint = passes.fingerprint
    where own.id = ${walkId} and calls.outcome = 'answered' and calls.applied_at is null
      and calls.id is distinct from ${exceptCallId}::bigint)`;
}
