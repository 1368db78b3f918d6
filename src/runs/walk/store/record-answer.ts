import { type SQL, sql } from "drizzle-orm";
import { type PagePrice, priceOfPage } from "../../../credits/page-price.ts";
import { callBookingOf, readBooking } from "../../../credits/store/call-booking.ts";
import { postCredits } from "../../../credits/store/post-credits.ts";
import type { Database, Transaction } from "../../../database/database.ts";
import { movedAway, sendLedgerLock } from "../../../database/lock-ledger.ts";
import { readMoved } from "../../../database/read-migrated-to.ts";
import type { SearchAnswer } from "../../../leonar/profile-search.ts";

/**
 * T2a: keeps the bytes of an answer and settles its call at the true price. Goes by the call's id and asks for no
 * lease, so that a late answer settles its own call whoever walks by then; twice is once.
 */
export async function recordAnswer(db: Database, callId: number, answer: SearchAnswer): Promise<void> {
  while (!(await settleByAnswer(db, callId, answer)));
}

/**
 * What takes long is done before the ledger is locked, on which everybody waits: the page is written, and the postings are
 * made of the call as it is seen. False where somebody has booked it otherwise meanwhile; then nothing is booked here.
 */
async function settleByAnswer(db: Database, callId: number, answer: SearchAnswer): Promise<boolean> {
  const { page, body } = answer;
  const settle = async (tx: Transaction) => {
    tx.send(
      sql`insert into call_bodies (call_id, body) values (${callId}, ${Buffer.from(body)}) on conflict do nothing`,
    );
    const [call, movedTo] = await Promise.all([readBooking(tx, callId), readMoved(tx)]);
    if (movedTo !== null) throw movedAway(movedTo);
    if (call.outcome === "answered") return null;
    const price = priceOfPage(page.creditsConsumed, page.profiles.length, call.reserved);
    const asSeen = sql`calls.status = ${call.status} and calls.outcome is not distinct from ${call.outcome}`;
    sendLedgerLock(tx);
    postCredits(tx, callId, callBookingOf(call), { account: "spent", credits: price.credits }, asSeen);
    return { calls: settleAndLearn(tx, callId, answer, price, asSeen) };
  };
  const settled = await db.transaction(settle, { prepared: true, flushAfterCommit: true });
  return settled === null || (await settled.calls) > 0;
}

/**
 * Settles the call, and learns from the answer what the key has left, what a page of this class may cost, and that the key
 * works: but not of a key that was refused after the call had been opened. Gives 0 where the call is not as seen.
 */
function settleAndLearn(
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
          ${page.balance === null ? sql`` : sql`, ${newestBalance(callId, page.balance)}`}
        from settled where api_keys.id = settled.key_id`,
  );
}

/** The balance of a key after a call that was refused and named one. */
export function recordBalance(tx: Transaction, callId: number, keyId: string, balance: number): void {
  tx.send(sql`update api_keys set ${newestBalance(callId, balance)} where id = ${keyId}`);
}

/**
 * The newest call that names a balance has the last word. A call older than that, answered after it, may have been charged
 * after it too: the lower balance is the safe one.
 */
function newestBalance(callId: number, named: number): SQL {
  return sql`
    balance = case when balance_call_id > ${callId} then least(api_keys.balance, ${named}) else ${named} end,
    balance_at = case when balance_call_id > ${callId} then balance_at else now() end,
    balance_call_id = greatest(balance_call_id, ${callId})`;
}
