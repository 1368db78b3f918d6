import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "../../database/database.ts";
import { idList } from "../../database/text-list.ts";
import { isOutlier, type PagePrice } from "../page-price.ts";
import type { RecordedCall } from "./call-booking.ts";

/** A call that this transaction settles at the price that its answer tells. */
export interface PricedCall {
  readonly callId: number;
  readonly call: RecordedCall;
  readonly price: PagePrice;
}

/** Of `calls`: those that an answer has settled in this transaction. */
export const SETTLED_HERE: SQL = sql`outcome = 'answered' and settled_at = now()`;

/**
 * Records what answers have named as the prices of their classes, of calls that this transaction has settled. The largest price
 * counts for every later reservation, so an outlier is kept apart until a second call confirms it, one that was opened after it
 * and alone; of the two prices the smaller counts then. An exclusive call with an ordinary price disproves it.
 */
export function recordPrices(tx: Transaction, calls: readonly PricedCall[]): void {
  const ordinary: number[] = [];
  for (const { callId, call, price } of calls) {
    if (price.flag === "no_price") continue;
    if (!call.exclusive && !isOutlier(price.credits, call.reserved)) ordinary.push(callId);
    else tx.send(recordPrice(callId, call, price));
  }
  if (ordinary.length > 0)
    tx.send(sql`
      insert into price_classes as known (key_id, price_class, dearest, dearest_call_id)
      select distinct on (key_id, price_class) key_id, price_class, credits, id from calls
      where id in (${idList(ordinary)}) and ${SETTLED_HERE} order by key_id, price_class, credits desc, id
      on conflict (key_id, price_class) do update set dearest = excluded.dearest, dearest_call_id = excluded.dearest_call_id
        where excluded.dearest > known.dearest`);
}

function recordPrice(callId: number, call: RecordedCall, price: PagePrice): SQL {
  const id = sql`${callId}::bigint`;
  const isConfirming = sql`(${call.exclusive}::boolean and known.outlier_call_id < ${id})`;
  const record = isOutlier(price.credits, call.reserved) ? recordOutlier : recordOrdinaryPrice;
  return sql`with settled as (select key_id, price_class, credits from calls where id = ${id} and ${SETTLED_HERE})
    ${record(id, isConfirming)}`;
}

function recordOrdinaryPrice(callId: SQL, isConfirming: SQL): SQL {
  return sql`
    insert into price_classes as known (key_id, price_class, dearest, dearest_call_id)
    select key_id, price_class, credits, ${callId} from settled
    on conflict (key_id, price_class) do update set
      dearest = greatest(known.dearest, excluded.dearest),
      dearest_call_id = case when excluded.dearest > known.dearest then ${callId} else known.dearest_call_id end,
      outlier = case when ${isConfirming} then null else known.outlier end,
      outlier_call_id = case when ${isConfirming} then null else known.outlier_call_id end`;
}

function recordOutlier(callId: SQL, isConfirming: SQL): SQL {
  const confirmed = sql`least(known.outlier, excluded.outlier)`;
  return sql`
    insert into price_classes as known (key_id, price_class, dearest, outlier, outlier_call_id)
    select key_id, price_class, 0, credits, ${callId} from settled
    on conflict (key_id, price_class) do update set
      dearest = case when ${isConfirming} then greatest(known.dearest, ${confirmed}) else known.dearest end,
      dearest_call_id = case when ${isConfirming} then ${callId} else known.dearest_call_id end,
      outlier = case when ${isConfirming} then null else greatest(known.outlier, excluded.outlier) end,
      outlier_call_id = case when ${isConfirming} then null else ${callId} end`;
}
