import { expect } from "vitest";
import { z } from "zod";
import type { Database } from "../../src/database/database.ts";
import { findOrphans } from "../../src/people/store/find-orphans.ts";
import type { Simulator } from "../../src/simulator/simulator.ts";

const stats = z.object({ settled: z.number(), suspense: z.number(), reserved: z.number() });

async function count(db: Database, query: string): Promise<unknown[]> {
  return (await db.pool.query(query)).rows;
}

/** I1: budgets equal the sums of the postings of the calls that they cover. */
async function expectBalancedBooks(db: Database): Promise<void> {
  const wrong = await count(
    db,
    `with moved as (
       select call_id,
         sum(credits) filter (where to_account = 'spent') as spent_in, sum(credits) filter (where from_account = 'spent') as spent_out,
         sum(credits) filter (where to_account = 'reserved') as reserved_in, sum(credits) filter (where from_account = 'reserved') as reserved_out,
         sum(credits) filter (where to_account = 'suspense') as suspense_in, sum(credits) filter (where from_account = 'suspense') as suspense_out
       from credit_postings group by call_id
     ), booked as (
       select covering.scope, covering.key,
         coalesce(sum(coalesce(spent_in, 0) - coalesce(spent_out, 0)), 0) as spent,
         coalesce(sum(coalesce(reserved_in, 0) - coalesce(reserved_out, 0)), 0) as reserved,
         coalesce(sum(coalesce(suspense_in, 0) - coalesce(suspense_out, 0)), 0) as suspense
       from calls left join moved on moved.call_id = calls.id,
         lateral (values ('walk', walk_id::text), ('spec', spec), ('run', run_id::text), ('day', day::text), ('month', month))
           as covering(scope, key)
       group by 1, 2
     )
     select * from booked join budgets using (scope, key)
     where booked.spent <> budgets.spent or booked.reserved <> budgets.reserved or booked.suspense <> budgets.suspense`,
  );
  expect(wrong).toEqual([]);
}

/** I3: settled <= charged by the API <= settled + suspense + open reserves. */
async function expectNothingUnbooked(db: Database, simulator: Simulator): Promise<void> {
  const [row] = await count(
    db,
    `select coalesce(sum(credits) filter (where status = 'settled'), 0)::bigint as settled,
       coalesce(sum(reserved_credits) filter (where status = 'suspense'), 0)::bigint as suspense,
       coalesce(sum(reserved_credits) filter (where status = 'sent'), 0)::bigint as reserved from calls`,
  );
  const { settled, suspense, reserved } = stats.parse(row);
  expect(simulator.charged()).toBeGreaterThanOrEqual(settled);
  expect(simulator.charged()).toBeLessThanOrEqual(settled + suspense + reserved);
}

/** What must hold once nobody works any more (I1, I3, I5, I7, I8 of the design). */
export async function expectInvariants(db: Database, simulator: Simulator): Promise<void> {
  await expectBalancedBooks(db);
  await expectNothingUnbooked(db, simulator);
  expect(await count(db, "select id from calls where status = 'sent'")).toEqual([]);
  expect(await count(db, "select * from budgets where reserved <> 0")).toEqual([]);
  expect(
    await count(
      db,
      "select id from calls left join call_bodies on call_id = id where outcome = 'answered' and call_id is null",
    ),
  ).toEqual([]);
  expect(
    await count(
      db,
      "select spec, fingerprint from walks where status = 'walking' group by 1, 2 having count(*) > 1",
    ),
  ).toEqual([]);
  expect(await count(db, "select id from runs where status = 'done' and finished_at is null")).toEqual([]);
  expect(await findOrphans(db)).toEqual([]);
}
