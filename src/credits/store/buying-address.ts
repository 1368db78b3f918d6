import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../../database/database.ts";
import { lockLedger } from "../../database/lock-ledger.ts";

const addressRow = z.object({ boughtFrom: z.string().nullable(), hasBought: z.boolean() });

/**
 * Remembers the address of the API from which this store buys. A store that has bought from another keeps it, unless the
 * change is wanted: people of a simulator would be mixed with real ones.
 * @param isChangeWanted whether a person has said that the address may change
 * @returns the other address, where the store keeps it; else null
 */
export async function rememberAddress(
  db: Database,
  address: string,
  isChangeWanted: boolean,
): Promise<string | null> {
  return db.transaction(async (tx) => {
    await lockLedger(tx);
    const { boughtFrom, hasBought } = await tx.row(
      addressRow,
      sql`select bought_from as "boughtFrom", exists (select from calls where outcome = 'answered') as "hasBought"
          from ledger_state`,
    );
    if (boughtFrom === address) return null;
    if (boughtFrom !== null && hasBought && !isChangeWanted) return boughtFrom;
    await tx.execute(sql`update ledger_state set bought_from = ${address}`);
    return null;
  });
}
