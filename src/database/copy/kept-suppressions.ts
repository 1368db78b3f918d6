import { sql } from "drizzle-orm";
import { z } from "zod";
import { UsageError } from "../../values/errors.ts";
import type { Sql } from "../database.ts";

const samePepperRow = z.object({ same: z.boolean() });

/** Keeps the list of people to forget until the transaction ends: a dump may be older than it. */
export async function keepSuppressions(tx: Sql): Promise<void> {
  await tx.execute(sql`create temporary table kept_suppressions on commit drop as
    select kind, digest, reason, suppressed_at, pepper_check from suppressions, ledger_state`);
}

/**
 * Adds the kept people to the list of the restored store. Returns how many were not on it.
 * @throws UsageError if the two lists are under different peppers, so that one of them would mean nobody
 */
export async function restoreSuppressions(tx: Sql): Promise<number> {
  const { same } = await tx.row(
    samePepperRow,
    sql`select not exists (select from kept_suppressions k, ledger_state l
          where k.pepper_check <> l.pepper_check) as same`,
  );
  if (!same)
    throw new UsageError(
      "the list of people to forget here is under another pepper than the one in the dump, so that they would be stored again: " +
        "restore into an empty store, with the pepper of the dump; nothing was restored",
    );
  await tx.execute(sql`update ledger_state set pepper_check = k.pepper_check
    from kept_suppressions k where ledger_state.pepper_check is null`);
  return tx.execute(sql`insert into suppressions (kind, digest, reason, suppressed_at)
    select kind, digest, reason, suppressed_at from kept_suppressions on conflict do nothing`);
}
