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

/** Pages that were charged more often than the ambiguous outcomes before explain (I4). */
export async function pagesBoughtTooOften(app: Pick<TestApp, "db">): Promise<unknown[]> {
  return rowsOf(
    app,
    `select pass_id, page, count(*) filter (where outcome = 'answered') as answered,
       count(*) filter (where outcome = 'unknown') as unknown, count(distinct (walk_id, go)) as asked
     from calls group by pass_id, page
     having count(*) filter (where outcome = 'answered') > 1
       or count(*) filter (where outcome = 'unknown') > count(distinct (walk_id, go)) + 1`,
  );
}
