import { type SQL, sql } from "drizzle-orm";
import { type PagePrice, priceOfPage } from "../../../credits/page-price.ts";
import {
  type CallName,
  callBookingOf,
  isCall,
  type RecordedCall,
  readBooking,
} from "../../../credits/store/call-booking.ts";
import { postCredits } from "../../../credits/store/post-credits.ts";
import { recordPrice } from "../../../credits/store/record-price.ts";
import { suspendCall } from "../../../credits/store/suspend-call.ts";
import type { Database, Transaction } from "../../../database/database.ts";
import { movedAway, sendLedgerLock } from "../../../database/lock-ledger.ts";
import { readMoved } from "../../../database/read-migrated-to.ts";
import type { SearchAnswer } from "../../../leonar/profile-search.ts";
import { type SearchPage, tellsPrice } from "../../../people/search-page.ts";

/**
 * Keeps the bytes of an answer and settles its call at the true price; an answer that is not understood leaves its call in
 * suspense. Needs the call's id and no lease, so that a late answer settles its own call, whichever process has the walk by
 * then. Idempotent.
 * @param attempt the UUID under which the call was opened; null: the number is enough
 * @throws StoreWentBack if there is no such call
 */
export async function recordAnswer(
  db: Database,
  callId: number,
  answer: SearchAnswer,
  attempt: string | null = null,
): Promise<void> {
  while (!(await settleByAnswer(db, { callId, attempt }, answer)));
}

/**
 * Does what takes long before it locks the ledger, for which all other calls wait: writes the body, and computes the
 * postings from the call as read. Returns false, and books nothing, where the call has changed since it was read.
 */
async function settleByAnswer(db: Database, name: CallName, answer: SearchAnswer): Promise<boolean> {
  const { callId } = name;
  const settle = async (tx: Transaction) => {
    keepBody(tx, name, answer.body);
    const [call, movedTo] = await Promise.all([readBooking(tx, name), readMoved(tx)]);
    if (movedTo !== null) throw movedAway(movedTo);
    if (call.outcome === "answered") return null;
    const asSeen = sql`calls.status = ${call.status} and calls.outcome is not distinct from ${call.outcome}`;
    sendLedgerLock(tx);
    if (!tellsPrice(answer.page)) {
      const problem = answer.page.broken ?? "the answer holds no profiles and no price";
      return { calls: suspendCall(tx, { callId, call, problem }, asSeen) };
    }
    const price = priceOfPage(answer.page, call.reserved);
    const to = { account: "spent", credits: price.credits } as const;
    postCredits(tx, callId, { from: callBookingOf(call), to, only: asSeen });
    return { calls: settleAtPrice(tx, { callId, call, page: answer.page, price }, asSeen) };
  };
  const settled = await db.transaction(settle, { prepared: true, flushAfterCommit: true });
  return settled === null || (await settled.calls) > 0;
}

/** Keeps the bytes of an answer; those of an answer that was recorded before stay. */
export function keepBody(tx: Transaction, name: CallName, body: Uint8Array): void {
  tx.send(
    sql`insert into call_bodies as kept (call_id, body) select id, ${Buffer.from(body)}::bytea from calls where ${isCall(name)}
        on conflict (call_id) do update set body = excluded.body
        where (select outcome from calls where id = ${name.callId}) is distinct from 'answered'`,
  );
}

interface PricedCall {
  readonly callId: number;
  readonly call: RecordedCall;
  readonly page: SearchPage;
  readonly price: PagePrice;
}

/**
 * Settles the call, and records from the answer the balance of the key, the price of its class, and that the key works,
 * unless it was refused after the call had been opened. Returns 0 where the call has changed since it was read.
 */
function settleAtPrice(
  tx: Transaction,
  { callId, call, page, price }: PricedCall,
  asSeen: SQL,
): Promise<number> {
  const priceRecord = recordPrice(callId, call, price);
  return tx.execute(
    sql`with settled as (
          update calls set status = 'settled', outcome = 'answered', problem = ${page.broken}, credits = ${price.credits},
            flag = ${price.flag}, settled_by = 'answer', balance = ${page.balance}, request_id = ${page.requestId},
            total_count = ${page.totalCount}, has_more = ${page.hasMore}, next_page = ${page.nextPage},
            profiles = ${page.profiles.length}, answered_at = now(), settled_at = now(),
            warnings = array(select jsonb_array_elements_text(${JSON.stringify(page.warnings)}::jsonb)),
            filtered_count = ${page.filteredCount}, leonar_profiles_cached = ${page.leonarProfilesCached},
            filters_too_strict = ${page.filtersTooStrict}
          where id = ${callId} and ${asSeen} returning opened_at, key_id, price_class, credits
        )
        ${priceRecord === null ? sql`` : sql`, priced as (${priceRecord})`}
        update api_keys set rejected_at = case when rejected_at > settled.opened_at then rejected_at end,
          empty_at = case when empty_at > settled.opened_at then empty_at end,
          ${page.balance === null ? MISSING_BALANCE : setNewestBalance(callId, page.balance)}
        from settled where api_keys.id = settled.key_id`,
  );
}

const MISSING_BALANCE = sql`balance_missing_at = now()`;

/** Records the balance that the answer to a refused call named. */
export function recordBalance(tx: Transaction, callId: number, keyId: string, balance: number): void {
  tx.send(sql`update api_keys set ${setNewestBalance(callId, balance)} where id = ${keyId}`);
}

/**
 * The balance of the newest call counts. An older call that is answered later may have been charged later too, so that the
 * lower of the two balances is the safe one.
 */
function setNewestBalance(callId: number, named: number): SQL {
  return sql`
    balance = case when balance_call_id > ${callId} then least(api_keys.balance, ${named}) else ${named} end,
    balance_at = case when balance_call_id > ${callId} then balance_at else now() end,
    balance_call_id = greatest(balance_call_id, ${callId}), balance_missing_at = null`;
}
