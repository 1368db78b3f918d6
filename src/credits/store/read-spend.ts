import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import type { BalanceLine, LedgerGroup, LedgerLine, SettledTogether, SuspenseLine } from "../spend-report.ts";

const whole = z.number();
export const ledgerLineSchema = z.object({
  key: z.string(),
  pages: whole,
  profiles: whole,
  profilesNew: whole,
  creditsSpent: whole,
  creditsInSuspense: whole,
  creditsReserved: whole,
});

export const suspenseLineSchema = z.object({
  call: whole,
  spec: z.string(),
  run: whole,
  page: whole,
  credits: whole,
  openedAt: z.coerce.date(),
  why: z.string().nullable(),
  rebought: z.boolean(),
});

const togetherRow = z.object({
  calls: z.array(whole),
  credits: whole,
  settledAt: z.coerce.date(),
});

export const balanceSchema = z.object({
  key: z.string(),
  balance: whole.nullable(),
  balanceAt: z.coerce.date().nullable(),
  rejectedAt: z.coerce.date().nullable(),
  emptyAt: z.coerce.date().nullable(),
});

/** What was spent, by spec, owner, tag, day or month of the limits' zone, or run. A spec with several tags counts under each. */
export async function readLedger(db: Sql, group: LedgerGroup): Promise<LedgerLine[]> {
  const keys = {
    spec: sql`calls.spec`,
    owner: sql`coalesce(search_specs.owner, '(no owner)')`,
    tag: sql`coalesce(tag.tag, '(no tag)')`,
    day: sql`to_char(calls.day, 'YYYY-MM-DD')`,
    month: sql`calls.month`,
    run: sql`calls.run_id::text`,
  };
  return db.rows(
    ledgerLineSchema,
    sql`select ${keys[group]} as key, count(*) filter (where calls.outcome = 'answered') as pages,
          coalesce(sum(calls.profiles), 0)::bigint as profiles,
          coalesce(sum(calls.profiles_new), 0)::bigint as "profilesNew",
          coalesce(sum(calls.credits), 0)::bigint as "creditsSpent",
          coalesce(sum(calls.reserved_credits) filter (where calls.status = 'suspense'), 0)::bigint as "creditsInSuspense",
          coalesce(sum(calls.reserved_credits) filter (where calls.status = 'sent'), 0)::bigint as "creditsReserved"
        from calls ${group === "tag" || group === "owner" ? sql`left join search_specs on search_specs.spec = calls.spec` : sql``}
          ${group === "tag" ? sql`left join lateral unnest(search_specs.tags) as tag(tag) on true` : sql``}
        group by 1 order by "creditsSpent" desc, 1`,
  );
}

/** Every call in suspense, oldest first. */
export async function readSuspense(db: Sql): Promise<SuspenseLine[]> {
  return db.rows(
    suspenseLineSchema,
    sql`select id as call, spec, run_id as run, page, reserved_credits as credits, opened_at as "openedAt", problem as why,
          exists (select from calls later where later.pass_id = calls.pass_id and later.page = calls.page
            and later.id > calls.id and later.outcome = 'answered') as rebought
        from calls where status = 'suspense' order by id`,
  );
}

/** Every group of calls that balances settled by their sum, newest first. */
export async function readSettledTogether(db: Sql): Promise<SettledTogether[]> {
  return db.rows(
    togetherRow,
    sql`select jsonb_agg(id order by id) as calls, sum(credits)::bigint as credits, max(settled_at) as "settledAt"
        from calls where settled_with_call_id is not null group by settled_with_call_id
        order by settled_with_call_id desc`,
  );
}

/** What the newest answers said of each key; keys are named, never revealed. */
export async function readBalances(db: Sql): Promise<BalanceLine[]> {
  return db.rows(
    balanceSchema,
    sql`select id as key, balance, balance_at as "balanceAt", rejected_at as "rejectedAt", empty_at as "emptyAt"
        from api_keys order by balance_at desc nulls last`,
  );
}
