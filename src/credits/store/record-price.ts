import { type SQL, sql } from "drizzle-orm";
import { isOutlier, type PagePrice } from "../page-price.ts";
import type { RecordedCall } from "./call-booking.ts";

/**
 * A data-modifying statement that records the price of a class, from the row of `settled` (key_id, price_class, credits). The
 * largest price counts for every later reservation, so an outlier is kept apart until a second call confirms it, one that was
 * opened after it and alone; of the two prices the smaller counts then. An exclusive call with an ordinary price disproves it.
 * Null where the answer named no price.
 */
export function recordPrice(callId: number, call: RecordedCall, price: PagePrice): SQL | null {
  if (price.flag === "no_price") return null;
  const id = sql`${callId}::bigint`;
  const isConfirming = sql`(${call.exclusive}::boolean and known.outlier_call_id < ${id})`;
  return isOutlier(price.credits, call.reserved)
    ? recordOutlier(id, isConfirming)
    : recordOrdinaryPrice(id, isConfirming);
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
