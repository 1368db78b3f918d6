import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { priceOfPage } from "../../../credits/page-price.ts";
import { postingsBetween } from "../../../credits/postings.ts";
import {
  type CallName,
  callBookingOf,
  type RecordedCall,
  readBookings,
} from "../../../credits/store/call-booking.ts";
import { postingCtes } from "../../../credits/store/post-credits.ts";
import { type PricedCall, recordPrices, SETTLED_HERE } from "../../../credits/store/record-price.ts";
import { suspendCall } from "../../../credits/store/suspend-call.ts";
import type { Database, Transaction } from "../../../database/database.ts";
import { movedAway, sendLedgerLock } from "../../../database/lock-ledger.ts";
import { readMoved } from "../../../database/read-migrated-to.ts";
import { idList } from "../../../database/text-list.ts";
import type { SearchAnswer } from "../../../leonar/profile-search.ts";
import { type SearchPage, tellsPrice } from "../../../people/search-page.ts";
import { keepBodies } from "../../../people/store/call-bodies.ts";
import { StoreWentBack } from "../../../values/errors.ts";
import { packBytes } from "../../../values/packed-bytes.ts";
import { setNewestBalance } from "./newest-balance.ts";

/** An answer that is to be recorded, its bytes as they are stored. */
export interface PackedAnswer extends CallName {
  readonly packed: Uint8Array;
  readonly page: SearchPage;
}

/** Compresses the bytes of an answer, unless the API did. */
export async function packAnswer(name: CallName, answer: SearchAnswer): Promise<PackedAnswer> {
  return { ...name, page: answer.page, packed: answer.packed ?? (await packBytes(answer.body)) };
}

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
  const packed = await packAnswer({ callId, attempt }, answer);
  const record = async (tx: Transaction) => {
    const { seen, gone } = await keepAnswers(tx, [packed]);
    if (gone.has(callId)) throw new StoreWentBack(`call ${callId}`);
    if (seen.length === 0) return null;
    sendLedgerLock(tx);
    return { settled: await settleAnswers(tx, seen) };
  };
  for (;;) {
    const settling = await db.transaction(record, { prepared: true, flushAfterCommit: true });
    if (settling === null || settling.settled.has(callId)) return;
  }
}

/** An answer whose bytes are kept, and its call as it was read then. */
interface SeenAnswer {
  readonly callId: number;
  readonly page: SearchPage;
  readonly call: RecordedCall;
}

/**
 * Keeps the bytes of answers, and reads their calls: what takes long is done before the ledger is locked, for which all other
 * calls wait. Returns those answers that are not recorded yet, and the ids of calls that are not there.
 */
export async function keepAnswers(
  tx: Transaction,
  answers: readonly PackedAnswer[],
): Promise<{ readonly seen: readonly SeenAnswer[]; readonly gone: ReadonlySet<number> }> {
  keepBodies(tx, answers);
  const [calls, movedTo] = await Promise.all([readBookings(tx, answers), readMoved(tx)]);
  if (movedTo !== null) throw movedAway(movedTo);
  const gone = new Set(answers.map(({ callId }) => callId).filter((callId) => !calls.has(callId)));
  const seen = answers.flatMap(({ callId, page }) => {
    const call = calls.get(callId);
    return call === undefined || call.outcome === "answered" ? [] : { callId, page, call };
  });
  return { seen, gone };
}

/**
 * Settles the calls of answers, in the order in which they came. The ledger must be locked. Returns the ids of the calls that
 * were settled: a call that has changed since it was read is left as it is, and has to be read again.
 */
export async function settleAnswers(
  tx: Transaction,
  answers: readonly SeenAnswer[],
): Promise<ReadonlySet<number>> {
  const priced = answers.filter(({ page }) => tellsPrice(page));
  const suspended = answers.filter(({ page }) => !tellsPrice(page)).map((answer) => suspend(tx, answer));
  const settled = priced.length === 0 ? [] : settleAtPrices(tx, priced.map(withPrice));
  const ids = [...(await Promise.all(suspended)), ...(await settled)];
  return new Set(ids.filter((id) => id !== null));
}

async function suspend(tx: Transaction, { callId, page, call }: SeenAnswer): Promise<number | null> {
  const problem = page.broken ?? "the answer holds no profiles and no price";
  const asSeen: SQL = sql`calls.status = ${call.status} and calls.outcome is not distinct from ${call.outcome}`;
  return (await suspendCall(tx, { callId, call, problem }, asSeen)) > 0 ? callId : null;
}

type PricedAnswer = SeenAnswer & PricedCall;

function withPrice(answer: SeenAnswer): PricedAnswer {
  return { ...answer, price: priceOfPage(answer.page, answer.call.reserved) };
}

/** That a call is still as it was when its row `a` was made. */
const IS_AS_SEEN = sql`calls.id = a.id and calls.status = a.status and calls.outcome is not distinct from a.outcome`;

const idRow = z.object({ id: z.number() });

/**
 * Settles calls, and records from their answers the balance of the key, the price of each class, and that the key works, unless
 * it was refused after the calls had been opened.
 */
async function settleAtPrices(tx: Transaction, answers: readonly PricedAnswer[]): Promise<number[]> {
  const rows = answers.map(toRow);
  const postings = answers.map(({ callId, call, price }) => ({
    ref: String(callId),
    postings: postingsBetween(callBookingOf(call), { account: "spent", credits: price.credits }),
  }));
  const settled = tx.rows(
    idRow,
    sql`with changed as (
          update calls set status = 'settled', outcome = 'answered', problem = a.problem, credits = a.credits, flag = a.flag,
            settled_by = 'answer', balance = a.balance, request_id = a."requestId", total_count = a."totalCount",
            has_more = a."hasMore", next_page = a."nextPage", profiles = a.profiles, answered_at = now(), settled_at = now(),
            warnings = a.warnings, filtered_count = a."filteredCount", leonar_profiles_cached = a."leonarProfilesCached",
            filters_too_strict = a."filtersTooStrict"
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a(id bigint, status text, outcome text, problem text,
            credits bigint, flag text, balance bigint, "requestId" text, "totalCount" bigint, "hasMore" boolean, "nextPage" bigint,
            profiles integer, warnings text[], "filteredCount" bigint, "leonarProfilesCached" bigint, "filtersTooStrict" boolean)
          where ${IS_AS_SEEN}
          returning calls.id, calls.id::text as ref, walk_id, spec, run_id, day, month
        ), ${postingCtes(postings)}
        select id from changed`,
  );
  recordPrices(tx, answers);
  for (const keyId of new Set(answers.map(({ call }) => call.keyId)))
    recordKey(
      tx,
      keyId,
      answers.filter(({ call }) => call.keyId === keyId),
    );
  return (await settled).map(({ id }) => id);
}

function toRow({ callId, call, page, price }: PricedAnswer) {
  const { status, outcome } = call;
  const { balance, requestId, totalCount, hasMore, nextPage, warnings } = page;
  const { filteredCount, leonarProfilesCached, filtersTooStrict } = page;
  return {
    ...{ id: callId, status, outcome, problem: page.broken, credits: price.credits, flag: price.flag },
    ...{ balance, requestId, totalCount, hasMore, nextPage, warnings, profiles: page.profiles.length },
    ...{ filteredCount, leonarProfilesCached, filtersTooStrict },
  };
}

/** Records what answers say of their key, unless none of their calls was settled. */
function recordKey(tx: Transaction, keyId: string, answers: readonly PricedAnswer[]): void {
  const ids = answers.map(({ callId }) => callId);
  const named = answers.map(({ callId, page }) => ({ callId, balance: page.balance }));
  tx.send(
    sql`update api_keys set rejected_at = case when rejected_at > settled.opened_at then rejected_at end,
          empty_at = case when empty_at > settled.opened_at then empty_at end, ${setNewestBalance(named)}
        from (select max(opened_at) as opened_at from calls where id in (${idList(ids)}) and ${SETTLED_HERE}) as settled
        where api_keys.id = ${keyId} and settled.opened_at is not null`,
  );
}
