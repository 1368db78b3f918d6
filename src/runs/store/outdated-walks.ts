import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql, Transaction } from "../../database/database.ts";
import { suspendLostCalls } from "../walk/store/suspend-lost-calls.ts";
import { HAS_UNAPPLIED_PAGE, IS_UNFINISHED, IS_UNLEASED } from "./unfinished-walk.ts";

/** Condition on `walks`: the spec has another search by now, or is disabled. */
export const IS_OUTDATED = sql`exists (select from search_specs current where current.spec = walks.spec
  and (not current.enabled or current.fingerprint <> walks.fingerprint))`;

const outdatedRow = z.object({
  spec: z.string(),
  revision: z.number(),
  currentRevision: z.number(),
  isEnabled: z.boolean(),
});
export type OutdatedWalk = z.infer<typeof outdatedRow>;
const idRow = z.object({ id: z.number() });

/** The walks of a run that could go on, but whose spec was changed or disabled since the run was started. */
export async function readOutdatedWalks(db: Sql, runId: number): Promise<OutdatedWalk[]> {
  return db.rows(
    outdatedRow,
    sql`select walks.spec, walks.revision, search_specs.revision as "currentRevision", search_specs.enabled as "isEnabled"
        from walks join search_specs on search_specs.spec = walks.spec
        where run_id = ${runId} and ${IS_OUTDATED} and status in ('stopped', 'cancelled', 'waiting', 'walking')
        order by walks.id`,
  );
}

/**
 * Cancels the unfinished outdated walks of a run that no process works on. The ledger must be locked.
 * @returns false where one of them is left, because a page of it is recorded and not applied
 */
export async function cancelOutdatedWalks(tx: Transaction, runId: number): Promise<boolean> {
  const isAbandoned = sql`run_id = ${runId} and ${IS_OUTDATED} and ${IS_UNFINISHED} and ${IS_UNLEASED}`;
  const walks = await tx.rows(
    idRow,
    sql`update walks set status = 'cancelled', stop_reason = 'cancelled', finished_at = now(),
          note = 'its spec was changed or disabled since the run was started',
          lease_token = lease_token + 1, lease_owner = null, lease_until = null
        where ${isAbandoned} and not ${HAS_UNAPPLIED_PAGE} returning id`,
  );
  for (const { id } of walks) await suspendLostCalls(tx, id);
  return (await tx.execute(sql`select from walks where ${isAbandoned}`)) === 0;
}
