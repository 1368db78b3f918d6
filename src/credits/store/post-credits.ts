import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "../../database/database.ts";
import { type CallBooking, type Posting, postingsBetween } from "../postings.ts";

const NOTHING = 0;

export interface BookingChange {
  /** What is booked for the call so far; null: nothing. */
  readonly from: CallBooking | null;
  readonly to: CallBooking;
  /** Condition on `calls`: where it does not hold nothing is booked. */
  readonly only?: SQL;
}

/**
 * Changes what is booked for a call: writes the postings and moves the totals of every budget that covers the call, before
 * the transaction commits. The ledger must be locked.
 * @param callId its id, or SQL that yields it
 */
export function postCredits(
  tx: Transaction,
  callId: number | SQL,
  { from, to, only = sql`true` }: BookingChange,
): void {
  const postings = postingsBetween(from ?? { account: to.account, credits: NOTHING }, to);
  if (postings.length === 0) return;
  tx.send(sql`
    with posting as (
      select * from jsonb_to_recordset(${JSON.stringify(postings)}::jsonb) as p("from" text, "to" text, credits bigint)
    ), posted as (
      insert into credit_postings (call_id, from_account, to_account, credits)
      select calls.id, "from", "to", posting.credits from posting, calls where calls.id = ${callId} and ${only}
    ), change as (
      select coalesce(sum(credits) filter (where "to" = 'reserved'), 0)
             - coalesce(sum(credits) filter (where "from" = 'reserved'), 0) as reserved,
             coalesce(sum(credits) filter (where "to" = 'spent'), 0)
             - coalesce(sum(credits) filter (where "from" = 'spent'), 0) as spent,
             coalesce(sum(credits) filter (where "to" = 'suspense'), 0)
             - coalesce(sum(credits) filter (where "from" = 'suspense'), 0) as suspense
      from posting
    )
    insert into budgets as b (scope, key, reserved, spent, suspense)
    select scope, key, reserved, spent, suspense
    from change, calls,
      lateral (values ('walk', walk_id::text), ('spec', spec), ('run', run_id::text), ('day', to_char(day, 'YYYY-MM-DD')), ('month', month))
        as covering(scope, key)
    where calls.id = ${callId} and ${only}
    on conflict (scope, key) do update set
      reserved = b.reserved + excluded.reserved,
      spent = b.spent + excluded.spent,
      suspense = b.suspense + excluded.suspense`);
}

/** Postings of one of several calls. */
export interface CallPostings {
  /** Names the call, as the column `ref` of `changed` does. */
  readonly ref: string;
  readonly postings: readonly Posting[];
}

/**
 * The CTEs `posting`, `posted` and `booked` of a statement that changes calls: they write postings and move the totals of every
 * budget that covers a call, for those calls that the CTE `changed` returns (id, ref, walk_id, spec, run_id, day, month). The
 * ledger must be locked.
 */
export function postingCtes(calls: readonly CallPostings[]): SQL {
  const rows = calls.flatMap(({ ref, postings }) => postings.map((posting) => ({ ref, ...posting })));
  const moved = (account: "reserved" | "spent" | "suspense") =>
    sql`coalesce(sum(credits) filter (where "to" = ${account}), 0) - coalesce(sum(credits) filter (where "from" = ${account}), 0)`;
  return sql`
    posting as (
      select changed.*, p."from", p."to", p.credits
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(ref text, "from" text, "to" text, credits bigint)
        join changed on changed.ref = p.ref
    ), posted as (
      insert into credit_postings (call_id, from_account, to_account, credits)
      select id, "from", "to", credits from posting
    ), booked as (
      insert into budgets as b (scope, key, reserved, spent, suspense)
      select scope, key, ${moved("reserved")}, ${moved("spent")}, ${moved("suspense")}
      from posting,
        lateral (values ('walk', walk_id::text), ('spec', spec), ('run', run_id::text), ('day', to_char(day, 'YYYY-MM-DD')), ('month', month))
          as covering(scope, key)
      group by scope, key
      on conflict (scope, key) do update set
        reserved = b.reserved + excluded.reserved,
        spent = b.spent + excluded.spent,
        suspense = b.suspense + excluded.suspense
    )`;
}
