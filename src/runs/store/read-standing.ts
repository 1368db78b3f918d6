import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";

export const standingSchema = z.object({
  /** Whether all spending is paused. */
  held: z.boolean(),
  /** Where the store was moved; null: it was not. */
  movedTo: z.string().nullable(),
  /** Credits left according to the newest answer for any key, and the time of that answer. */
  balance: z.number().nullable(),
  balanceAt: z.coerce.date().nullable(),
  /** Keys that the API refuses. */
  keysRefused: z.number(),
  /** Keys whose workspace has no credits left. */
  keysEmpty: z.number(),
  /** Workers that have sent a heartbeat within the last minute. */
  workers: z.number(),
  /** Calls in suspense, and the credits booked for them. */
  suspenseCalls: z.number(),
  suspenseCredits: z.number(),
});
export type Standing = z.infer<typeof standingSchema>;

/** Returns what decides whether anything can be bought now. Every page of the console reads it, so it reads few rows. */
export async function readStanding(db: Sql): Promise<Standing> {
  return db.row(
    standingSchema,
    sql`select ledger_state.held, ledger_state.moved_to as "movedTo", key.balance, key.balance_at as "balanceAt", keys.*,
          suspense.*, (select count(*) from workers where seen_at > now() - interval '1 minute') as workers
        from ledger_state,
          lateral (select count(rejected_at) as "keysRefused", count(empty_at) as "keysEmpty" from api_keys) as keys,
          lateral (select count(*) as "suspenseCalls", coalesce(sum(reserved_credits), 0)::bigint as "suspenseCredits"
            from calls where status = 'suspense') as suspense
          left join lateral (select balance, balance_at from api_keys where balance is not null
            order by balance_at desc limit 1) as key on true`,
  );
}
