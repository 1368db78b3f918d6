import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";

const whole = z.number();
const figuresRow = z.object({
  creditsSpent: whole,
  creditsInSuspense: whole,
  creditsReserved: whole,
  /** Credits left according to the newest answer for any key, and the time of that answer. */
  balance: whole.nullable(),
  balanceAt: z.coerce.date().nullable(),
  keysRefused: whole,
  /** Keys whose workspace has no credits left. */
  keysEmpty: whole,
  held: z.boolean(),
  profiles: z.object({
    new: whole,
    changed: whole,
    unchanged: whole,
    rejected: whole,
    suppressed: whole,
  }),
  /** Number of runs by status. */
  runs: z.record(z.string(), whole),
  /** Schedules with the time at which a run of theirs last ended; null: never. */
  schedules: z.array(z.object({ name: z.string(), lastSuccessAt: z.coerce.date().nullable() })),
  /** Workers that have sent a heartbeat within the last minute. */
  workers: whole,
});
export type StoreStats = z.infer<typeof figuresRow>;
const clockRow = z.object({ now: z.coerce.date() });

/** What operators look at. Sums come from budgets and walks, which stay small beside calls and people. */
export async function readStats(db: Sql): Promise<StoreStats> {
  return db.row(
    figuresRow,
    sql`select money.*, key.balance, key.balance_at as "balanceAt", keys.*, ledger_state.held,
          (select jsonb_build_object('new', coalesce(sum(profiles_new), 0), 'changed', coalesce(sum(profiles_changed), 0),
            'unchanged', coalesce(sum(profiles_unchanged), 0), 'rejected', coalesce(sum(profiles_rejected), 0),
            'suppressed', coalesce(sum(profiles_suppressed), 0)) from walks) as profiles,
          (select coalesce(jsonb_object_agg(status, count), '{}')
            from (select status, count(*) from runs group by status) as counted) as runs,
          (select coalesce(jsonb_agg(jsonb_build_object('name', name, 'lastSuccessAt', (select max(finished_at) from runs
              where runs.schedule = schedules.name and runs.status = 'done')) order by name), '[]') from schedules) as schedules,
          (select count(*) from workers where seen_at > now() - interval '1 minute') as workers
        from ledger_state,
          lateral (select coalesce(sum(spent), 0)::bigint as "creditsSpent",
            coalesce(sum(suspense), 0)::bigint as "creditsInSuspense", coalesce(sum(reserved), 0)::bigint as "creditsReserved"
            from budgets where scope = 'month') as money,
          lateral (select count(rejected_at) as "keysRefused", count(empty_at) as "keysEmpty" from api_keys) as keys
          left join lateral (select balance, balance_at from api_keys where balance is not null
            order by balance_at desc limit 1) as key on true`,
  );
}

/** Milliseconds by which this machine's clock is ahead of the database's, as well as one round trip can tell. */
export async function readClockSkew(db: Sql): Promise<number> {
  const before = Date.now();
  const { now } = await db.row(clockRow, sql`select clock_timestamp() as now`);
  return (before + Date.now()) / 2 - now.getTime();
}
