import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { KeyState } from "../../../../credits/check-limits.ts";
import type { Transaction } from "../../../../database/database.ts";
import { askedRows, type Opening } from "../calls/opening.ts";

const moment = z.coerce.date().nullable();
const whole = z.number().nullable();

const keyRow = z.object({
  walkId: z.number(),
  rejectedAt: moment,
  retryAllowedAt: moment,
  emptyAt: moment,
  balance: whole,
  balanceAt: moment,
  balanceMissingAt: moment,
  spentSinceBalance: z.number(),
  suspenseSinceBalance: z.number(),
  reservedSinceBalance: z.number(),
  inFlight: z.number(),
  exclusiveInFlight: z.boolean(),
  exclusiveWaiting: z.boolean(),
  isNextExclusive: z.boolean(),
  maxPriceSeen: whole,
  outlier: whole,
});

/** A key as one of its walks finds it. */
export interface KeyStateOfWalk extends KeyState {
  /** Whether this walk keeps the others of the key waiting, because its call has to be exclusive. */
  readonly isNextExclusive: boolean;
}

/** Whose call is to be opened, and with which key. */
export interface KeyUse {
  readonly keyId: string;
  readonly walkId: number;
}

/** A walk that waits to go alone asks again many times within it; one that was lost delays the others by no more. */
const EXCLUSIVE_WAIT_SECONDS = 15;

/**
 * Worst price of a call in flight, as `calls`: what was reserved for it, or the largest price that an answer of its class has
 * named since, an outlier included.
 */
export const WORST_PRICE_IN_FLIGHT: SQL = sql`coalesce((
  select greatest(calls.reserved_credits, prices.dearest, prices.outlier) from price_classes prices
  where prices.key_id = calls.key_id and prices.price_class = calls.price_class), calls.reserved_credits)`;

/** Reads what is known of the key, and which of its calls are in flight, as each walk finds it; by the id of the walk. */
export async function readKeyStates(
  tx: Transaction,
  keyId: string,
  openings: readonly Opening[],
): Promise<Map<number, KeyStateOfWalk>> {
  const known = await readKnownKey(tx, keyId, openings);
  if (known.size > 0) return known;
  tx.send(sql`insert into api_keys (id) values (${keyId}) on conflict do nothing`);
  return readKnownKey(tx, keyId, openings);
}

async function readKnownKey(
  tx: Transaction,
  keyId: string,
  openings: readonly Opening[],
): Promise<Map<number, KeyStateOfWalk>> {
  const rows = await tx.rows(
    keyRow,
    sql`with key as materialized (
          select api_keys.*, in_flight.calls as in_flight, in_flight.exclusive, since.*
          from api_keys,
            lateral (select count(*) as calls, bool_or(alone) as exclusive
              from calls where status = 'sent' and calls.key_id = api_keys.id) as in_flight,
            lateral (select
                coalesce(sum(credits) filter (where status = 'settled'), 0)::bigint as "spentSinceBalance",
                coalesce(sum(reserved_credits) filter (where status = 'suspense'), 0)::bigint as "suspenseSinceBalance",
                coalesce(sum(${WORST_PRICE_IN_FLIGHT}) filter (where status = 'sent'), 0)::bigint as "reservedSinceBalance"
              from calls where calls.key_id = api_keys.id and (calls.id > api_keys.balance_call_id
                or (api_keys.balance_call_id is not null and (calls.status = 'sent'
                  or (calls.status = 'suspense' and calls.answered_at > api_keys.balance_at))))) as since
          where api_keys.id = ${keyId}
        )
        select asked.walk_id as "walkId", rejected_at as "rejectedAt", retry_allowed_at as "retryAllowedAt", empty_at as "emptyAt", balance,
          balance_at as "balanceAt", balance_missing_at as "balanceMissingAt",
          "spentSinceBalance", "suspenseSinceBalance", "reservedSinceBalance",
          in_flight as "inFlight", coalesce(exclusive, false) as "exclusiveInFlight",
          coalesce(exclusive_walk_id <> asked.walk_id and exclusive_until > now(), false) as "exclusiveWaiting",
          coalesce(exclusive_walk_id = asked.walk_id, false) as "isNextExclusive",
          nullif(class.dearest, 0) as "maxPriceSeen", class.outlier
        from key cross join ${askedRows(openings)}
          left join price_classes class on class.key_id = key.id and class.price_class = asked.price_class`,
  );
  return new Map(rows.map((row) => [row.walkId, row]));
}

/**
 * Has the other walks of the key wait until this one has opened its exclusive call, so that it waits for the calls in flight
 * and for no others. Where another walk does so already, this one waits for it too.
 */
export function waitToGoAlone(tx: Transaction, { keyId, walkId }: KeyUse): void {
  tx.send(
    sql`update api_keys set exclusive_walk_id = ${walkId},
          exclusive_until = now() + make_interval(secs => ${EXCLUSIVE_WAIT_SECONDS})
        where id = ${keyId}
          and (exclusive_walk_id is null or exclusive_walk_id = ${walkId} or exclusive_until <= now())`,
  );
}

/** Lets the other walks of the key go on, where this one kept them waiting. */
export function stopWaitingToGoAlone(tx: Transaction, { keyId, walkId }: KeyUse): void {
  tx.send(
    sql`update api_keys set exclusive_walk_id = null, exclusive_until = null
        where id = ${keyId} and exclusive_walk_id = ${walkId}`,
  );
}
