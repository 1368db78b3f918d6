import { rowsOf } from "./leased-walk.ts";
import type { TestApp } from "./test-app.ts";

/**
 * Reservations that passed a limit of a run, a walk or a spec at the moment at which they were made (I2), replayed from
 * the postings in their order.
 */
export function overspentReservations(app: Pick<TestApp, "db">): Promise<unknown[]> {
  return rowsOf(
    app,
    `with moves as (
       select p.id, c.id as call, p.from_account, p.to_account, covering.scope, covering.most,
         sum(case when p.from_account = 'available' then p.credits when p.to_account = 'available' then -p.credits else 0 end)
           over (partition by covering.scope, covering.key order by p.id) as booked
       from credit_postings p join calls c on c.id = p.call_id join walks w on w.id = c.walk_id
         join runs r on r.id = c.run_id,
         lateral (values ('walk', w.id::text, w.budget_credits), ('spec', c.spec, w.lifetime_credits),
           ('run', r.id::text, r.budget_credits)) as covering(scope, key, most)
     )
     select * from moves where from_account = 'available' and to_account = 'reserved' and booked > most`,
  );
}

/**
 * Pages that were bought again although their answer was recorded, unless the balance had cut them short, and pages with more
 * outcomes that may have been charged than the rule allows (I4). The order is that of the postings, which the ledger's lock
 * makes one; a call that was in suspense may have been settled before its answer came, so that its time decides.
 */
export async function pagesBoughtTooOften(app: Pick<TestApp, "db">): Promise<unknown[]> {
  const boughtAgain = await rowsOf(
    app,
    `select bought.pass_id, bought.page, bought.id, again.id as again
     from calls bought join credit_postings spent on spent.call_id = bought.id and spent.to_account = 'spent'
       join calls again on again.pass_id = bought.pass_id and again.page = bought.page and again.id <> bought.id
       join credit_postings reserved on reserved.call_id = again.id and reserved.from_account = 'available'
         and reserved.id > spent.id
     where bought.outcome = 'answered' and not (bought.profiles < 25 and coalesce(bought.balance, 0) = 0)
       and (spent.from_account = 'reserved' or bought.answered_at < again.opened_at - interval '0.1 s')`,
  );
  const ambiguous = await rowsOf(
    app,
    `select pass_id, page, count(*) filter (where outcome = 'unknown') as unknown, count(distinct (walk_id, go)) as asked
     from calls group by pass_id, page
     having count(*) filter (where outcome = 'unknown') > count(distinct (walk_id, go)) + 1`,
  );
  return [...boughtAgain, ...ambiguous];
}
