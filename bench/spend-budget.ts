import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { priceClassOf } from "../src/credits/price-class.ts";
import type { Database } from "../src/database/database.ts";
import type { SearchAnswer } from "../src/leonar/profile-search.ts";
import type { Lease, WalkStore } from "../src/runs/walk/walk-store.ts";
import { specOf } from "./answered-pages.ts";
import { planWalks, type WalkedRun } from "./plan-walks.ts";

const PAGE_CREDITS = 25;
export const PRICE_CLASS = priceClassOf(specOf("any").search);

/**
 * Spends the budget of a new run by many writers at once, each with a walk of its own: calls are opened (T1), and answered
 * at once (T2a) with a page as the API gives it. Gives milliseconds from one opened call to the next.
 * @param calls as many as the budget allows
 * @throws Error where more was booked than the budget at any time, or less at the end
 */
export async function spendBudget(
  db: Database,
  name: string,
  writers: number,
  calls: number,
  answer: SearchAnswer,
): Promise<number> {
  const budget = calls * PAGE_CREDITS;
  await applyWhatIsAnswered(db);
  const run = await planWalks(db, name, writers, budget);
  const openings: number[] = [];
  const buy = (lease: Lease) =>
    buyUntilStopped(run.store, lease, answer, () => openings.push(performance.now()));
  await Promise.all(run.leases.map(buy));
  await demandBudgetKept(db, run, budget);
  await db.execute(sql`drop trigger apply_answered on calls`);
  // Until each has opened one nobody settles, and after the last there are writers who ask in vain.
  const [first, last] = [openings[writers - 1], openings.at(-1)];
  if (first === undefined || last === undefined) throw new Error("the budget is too small for the writers");
  return (last - first) / (openings.length - writers);
}

/** No page is stored here, and a walk buys nothing while an answer of its search is not applied. */
async function applyWhatIsAnswered(db: Database): Promise<void> {
  await db.execute(sql`create or replace function apply_answered() returns trigger language plpgsql as
    $$ begin
      new.applied_at = now();
      update walks set pages = pages + 1 where id = new.walk_id;
      update passes set next_page = new.page + 1 where id = new.pass_id;
      return new;
    end $$`);
  await db.execute(sql`create or replace trigger apply_answered before update on calls for each row
    when (new.outcome = 'answered' and new.applied_at is null) execute function apply_answered()`);
}

/** Each page as soon as the one before is paid for: what a walk does that asks ahead. */
async function buyUntilStopped(
  store: WalkStore,
  lease: Lease,
  answer: SearchAnswer,
  onOpened: () => void,
): Promise<void> {
  for (;;) {
    const opened = await store.openCall(lease, { priceClass: PRICE_CLASS, unapplied: null }, randomUUID());
    if (opened.kind === "stop" && opened.reason !== "budget_reached")
      throw new Error(`a writer was stopped: ${opened.reason}`);
    if (opened.kind === "stop") return;
    if (opened.kind !== "open") {
      // The others come first until they have as many pages, or the budget has room again.
      await setTimeout(1);
      continue;
    }
    onOpened();
    await store.recordAnswer(opened.callId, answer);
  }
}

const bookedRow = z.object({ most: z.number(), booked: z.number() });

/** The ledger is locked while credits are posted, so that the postings of a run stand in the order of their commits. */
async function demandBudgetKept(db: Database, { runId }: WalkedRun, budget: number): Promise<void> {
  const { most, booked } = await db.row(
    bookedRow,
    sql`with course as (
          select sum(postings.credits * (case when to_account = 'available' then -1
              when from_account = 'available' then 1 else 0 end)) over (order by postings.id) as booked
          from credit_postings postings join calls on calls.id = call_id where run_id = ${runId}
        )
        select (select max(booked) from course)::bigint as most, reserved + spent + suspense as booked
        from budgets where scope = 'run' and key = ${runId}::text`,
  );
  if (most > budget) throw new Error(`${most} credits were booked at once, of a budget of ${budget}`);
  if (booked !== budget) throw new Error(`${booked} credits are booked, of a budget of ${budget}`);
}
