import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Sql } from "../../database/database.ts";
import { inferCharge } from "../infer-charge.ts";
import { settleTogether } from "./settle-call.ts";

/** Calls read before and after each call in suspense: more than are ever in flight at once. */
const NEIGHBOURS = 500;
const MOST_AT_ONCE = 20;

const suspectRow = z.object({ id: z.number(), keyId: z.string() });
const neighbourRow = z.object({
  id: z.number(),
  openedAt: z.coerce.date(),
  endedAt: z.coerce.date().nullable(),
  isSettled: z.boolean(),
  credits: z.number(),
  balance: z.number().nullable(),
  page: z.string(),
});

/** Settles the calls in suspense whose charge follows from the balances. Returns how many. */
export async function resolveSuspense(db: Database): Promise<number> {
  const suspects = await db.rows(
    suspectRow,
    sql`select id, key_id as "keyId" from calls where status = 'suspense' order by id limit ${MOST_AT_ONCE}`,
  );
  let resolved = 0;
  const done = new Set<number>();
  for (const { id, keyId } of suspects) {
    const charge = done.has(id) ? null : inferCharge(await readNeighbours(db, id, keyId), id);
    if (charge === null) continue;
    resolved += await settleTogether(db, charge.callIds, charge.credits);
    for (const settled of charge.callIds) done.add(settled);
  }
  return resolved;
}

async function readNeighbours(db: Sql, callId: number, keyId: string) {
  return db.rows(
    neighbourRow,
    sql`select id, opened_at as "openedAt", answered_at as "endedAt", status = 'settled' as "isSettled",
          coalesce(credits, 0) as credits, case when outcome = 'answered' then balance end as balance,
          pass_id || '/' || page as page
        from ((select * from calls where key_id = ${keyId} and id <= ${callId} order by id desc limit ${NEIGHBOURS})
          union all (select * from calls where key_id = ${keyId} and id > ${callId} order by id limit ${NEIGHBOURS}))
          as neighbours order by id`,
  );
}
