import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "../../../../database/database.ts";
import { Redirected } from "../../../../values/errors.ts";
import { askedRows, type Opening } from "../calls/opening.ts";

/** Calls of a key that brought no page, after the newest that brought one and since a person last asked. */
const silenceRow = z.object({
  walkId: z.number(),
  /** Whether one of them may have been charged. */
  inSuspense: z.boolean(),
  /** Walks that stopped because of them, or are about to: no attempt follows a redirect. */
  stoppedWalks: z.number(),
  /** Whether another walk finds out with its next attempt, because it had such a call in suspense before this one. */
  isBeingProbed: z.boolean(),
  /** Whether this walk does. */
  isProbe: z.boolean(),
  /** Why the newest of them brought nothing; null: there is none. */
  problem: z.string().nullable(),
});
export type KeySilence = z.infer<typeof silenceRow>;

/** So many searches in a row that bring nothing show that it is not the search. */
export const MOST_SILENT_WALKS = 2;

/** A walk whose process lives makes its next attempt, or is at it, within this time. */
const BETWEEN_ATTEMPTS_SECONDS = 15;

/**
 * Reads whether the API has gone silent for a key, as each of these walks finds it; by the id of the walk. An API that answers
 * costs a look at its newest call, whatever the key has bought.
 */
export async function readKeySilences(
  tx: Transaction,
  keyId: string,
  openings: readonly Opening[],
): Promise<Map<number, KeySilence>> {
  const rows = await tx.rows(
    silenceRow,
    sql`select asked.walk_id as "walkId", heard.* from ${askedRows(openings)}, lateral (
        with silent as (
          select calls.id, calls.walk_id, calls.outcome, calls.problem, calls.answered_at as ended_at from calls
          where calls.key_id = ${keyId} and calls.outcome in ('unknown', 'refused') and calls.id > ${newestAnswered(keyId)}
            and calls.opened_at >= (select runs.asked_at from walks join runs on runs.id = walks.run_id
              where walks.id = asked.walk_id)
        ), suspended as (
          select calls.walk_id, min(calls.id) as first from silent calls join walks on walks.id = calls.walk_id
          where calls.outcome = 'unknown' and (calls.walk_id = asked.walk_id or (walks.status in ('waiting', 'walking')
            and (walks.lease_until > now() or calls.ended_at > now() - make_interval(secs => ${BETWEEN_ATTEMPTS_SECONDS}))))
          group by calls.walk_id
        ), probe as (
          select walk_id from suspended order by first limit 1
        )
        select exists (select from silent where outcome = 'unknown') as "inSuspense",
          (select count(distinct walks.id) from silent join walks on walks.id = silent.walk_id
            where walks.stop_reason = 'unavailable' or starts_with(silent.problem, ${Redirected.MESSAGE_START})) as "stoppedWalks",
          exists (select from probe where walk_id <> asked.walk_id) as "isBeingProbed",
          exists (select from probe where walk_id = asked.walk_id) as "isProbe",
          (select problem from silent order by id desc limit 1) as problem
        ) as heard`,
  );
  return new Map(rows.map((row) => [row.walkId, row]));
}

/** Number of the newest call of a key that brought a page; 0: there is none. */
function newestAnswered(keyId: string): SQL {
  return sql`coalesce((select id from calls where key_id = ${keyId} and outcome = 'answered' order by id desc limit 1), 0)`;
}
