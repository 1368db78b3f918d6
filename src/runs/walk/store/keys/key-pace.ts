import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "../../../../database/database.ts";
import { GatewayBusy } from "../../../../values/errors.ts";
import { secondsBetweenCalls } from "../../call-pace.ts";

const paceRow = z.object({
  newestGap: z.number().nullable(),
  longestGap: z.number().nullable(),
  answered: z.number(),
  /** Seconds since the newest call was opened. */
  passed: z.number(),
});

/** What a gateway does is remembered for so long. */
const MEMORY_HOURS = 24;
/** The condition of the index `calls_gateway_busy`. */
const IS_GATEWAY_BUSY = sql.raw(`outcome = 'unknown' and problem like '${GatewayBusy.PATTERN}'`);

/** How fast the calls of a key may follow each other. */
export interface KeyPace {
  /** Whether a gateway before the API has refused calls that came too fast. */
  readonly isLimited: boolean;
  /** Whether the next call has to wait for that reason. */
  readonly isTooEarly: boolean;
}

/** Reads how fast the calls of a key may follow each other. A key without a refused call costs a look into an empty index. */
export async function readKeyPace(tx: Transaction, keyId: string): Promise<KeyPace> {
  const [pace] = await tx.rows(
    paceRow,
    sql`with refused as (
          select calls.id, extract(epoch from calls.opened_at - (select opened_at from calls former
            where former.key_id = ${keyId} and former.id < calls.id order by former.id desc limit 1))::float8 as gap
          from calls where key_id = ${keyId} and ${IS_GATEWAY_BUSY} and opened_at > now() - make_interval(hours => ${MEMORY_HOURS})
        ), newest as (
          select id, gap from refused order by id desc limit 1
        )
        select newest.gap as "newestGap", (select max(gap) from refused) as "longestGap",
          (select count(*) from (select from calls where key_id = ${keyId} and id > newest.id and outcome = 'answered'
            limit 100) as pages) as answered,
          extract(epoch from now() - (select opened_at from calls where key_id = ${keyId} order by id desc limit 1))::float8
            as passed
        from newest`,
  );
  const isTooEarly = pace !== undefined && pace.passed < secondsBetweenCalls(pace);
  return { isLimited: pace !== undefined, isTooEarly };
}
