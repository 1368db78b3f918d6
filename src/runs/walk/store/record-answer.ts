import { type SQL, sql } from "drizzle-orm";
import { type PagePrice, priceOfPage } from "../../../credits/page-price.ts";
import { callBookingOf, readBooking } from "../../../credits/store/call-booking.ts";
import { postCredits } from "../../../credits/store/post-credits.ts";
import type { Database, Transaction } from "../../../database/database.ts";
import { lockLedgerLater, movedAway } from "../../../database/lock-ledger.ts";
import { readMoved } from "../../../database/read-migrated-to.ts";
import type { SearchAnswer } from "../../../leonar/profile-search.ts";

/**
 * Keeps the bytes of an answer and settles its call at the true price. Needs the call's id and no lease, so that a late
 * answer settles its own call, whichever process has the walk by then. Idempotent.
 */
export async function recordAnswer(db: Database, callId: number, answer: SearchAnswer): Promise<void> {
  while (!(await settleByAnswer(db, callId, answer)));
}

/**
 * Does what takes long before it locks the ledger, for which all other calls wait: writes the body, and computes the
 * postings from the call as read. Returns false, and books nothing, where the call has changed since it was read.
 */
async function settleByAnswer(db: Database, callId: number, answer: SearchAnswer): Promise<boolean> {
  const { page, body } = answer;
  const settle = async (tx: Transaction) => {
    tx.later(
      sql`insert into call_bodies (call_id, body) values (${callId}, ${Buffer.from(body)}) on conflict do nothing`,
    );
    const [call, movedTo] = await Promise.all([readBooking(tx, callId), readMoved(tx)]);
    if (movedTo !== null) throw movedAway(movedTo);
    if (call.outcome === "answered") return null;
    const price = priceOfPage(page.creditsConsumed, page.profiles.length, call.reserved);
    const asSeen = sql`calls.status = ${call.status} and calls.outcome is not distinct from ${call.outcome}`;
    lockLedgerLater(tx);
    postCredits(tx, callId, {
      from: callBookingOf(call),
      to: { account: "spent", credits: price.credits },
      only: asSeen,
    });
    return { calls: settleAndRecordPrice(tx, callId, answer, price, asSeen) };
  };
  const settled = await db.transaction(settle, { frequent: true, earlyRelease: true });
  return settled === null || (await settled.calls) > 0;
}

/**
 * Settles the call, and records from the answer the balance of the key, the largest price of its class, and that the key
 * works, unless it was refused after the call had been opened. Returns 0 where the call has changed since it was read.
 */
function settleAndRecordPrice(
  tx: Transaction,
  callId: number,
  { page }: SearchAnswer,
  price: PagePrice,
  asSeen: SQL,
): Promise<number> {
  const dearest = sql`, dearest as (
    insert into price_classes as known (key_id, price_class, dearest)
    select key_id, price_class, credits from settled
    on conflict (key_id, price_class) do update set dearest = greatest(known.dearest, excluded.dearest))`;
  return tx.execute(
    sql`with settled as (
          update calls set status = 'settled', outcome = 'answered', problem = ${page.broken}, credits = ${price.credits},
            flag = ${price.flag}, settled_by = 'answer', balance = ${page.balance}, request_id = ${page.requestId},
            total_count = ${page.totalCount}, has_more = ${page.hasMore}, next_page = ${page.nextPage},
            profiles = ${page.profiles.length}, answered_at = now(), settled_at = now(),
            warnings = array(select jsonb_array_elements_text(${JSON.stringify(page.warnings)}::jsonb)),
            filters_too_strict = ${page.filtersTooStrict}
          where id = ${callId} and ${asSeen} returning opened_at, key_id, price_class, credits
        )
        ${price.flag === "no_price" ? sql`` : dearest}
        update api_keys set rejected_at = case when rejected_at > settled.opened_at then rejected_at end,
          empty_at = case when empty_at > settled.opened_at then empty_at end
          ${page.balance === null ? sql`` : sql`, ${setNewestBalance(callId, page.balance)}`}
        from settled where api_keys.id = settled.key_id`,
  );
}

/** Records the balance that the answer to a refused call named. */
export function recordBalance(tx: Transaction, callId: number, keyId: string, balance: number): void {
  tx.later(sql`update api_keys set ${setNewestBalance(callId, balance)} where id = ${keyId}`);
}

/**
 * The balance of the newest call counts. An older call that is answered later may have been charged later too, so that the
 * lower of the two balances is the safe one.
 */
function setNewestBalance(callId: number, named: number): SQL {
  return sql`
    balance = case when balance_call_id > ${callId} then least(api_keys.balance, ${named}) else ${named} end,
    balance_at = case when balance_call_id > ${callId} then balance_at else now() end,
    balance_call_id = greatest(balance_call_id, ${callId})`;
}
