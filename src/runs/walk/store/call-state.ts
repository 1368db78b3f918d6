import { sql } from "drizzle-orm";
import { z } from "zod";
import type { KeyState, RunTrigger, SpendingLimits } from "../../../credits/check-limits.ts";
import type { Limit } from "../../../credits/limits.ts";
import type { Sql, Transaction } from "../../../database/database.ts";
import {
  advancePosition,
  type PageOutcome,
  type PassPosition,
  pageAfter,
  WALK_ENDS,
  type WalkLimits,
} from "../next-step.ts";
import type { Lease } from "../walk-store.ts";
import { isHeldBy, leaseLost } from "./lease.ts";

const moment = z.coerce.date().nullable();
const whole = z.number().nullable();
const stats = z.object({ spent: z.number(), suspense: z.number(), reserved: z.number() });

const stateRow = z.object({
  page: z.number(),
  end: z.enum(WALK_ENDS).nullable(),
  pagesWithoutNewcomers: z.number(),
  pagesOfKnownPeople: z.number(),
  ambiguousCalls: z.number(),
  ambiguousCallsSinceAsked: z.number(),
  pagesBought: z.number(),
  maxPages: whole,
  stopAfterKnownPages: z.number(),
  cancelled: z.boolean(),
  askedAt: z.coerce.date(),
  byPerson: z.boolean(),
  now: z.coerce.date(),
  specBudget: whole,
  lifetimeBudget: whole,
  runBudget: whole,
  booked: z.record(z.string(), stats),
  dearPage: z.object({ page: z.number(), credits: z.number(), reserved: z.number() }).nullable(),
});

const keyRow = z.object({
  rejectedAt: moment,
  retryAllowedAt: moment,
  emptyAt: moment,
  balance: whole,
  balanceAt: moment,
  spentSinceBalance: z.number(),
  suspenseSinceBalance: z.number(),
  reservedSinceBalance: z.number(),
  underWay: z.number(),
  aloneUnderWay: z.boolean(),
  dearestSeen: whole,
});

/** A run that a schedule made is a person's from the first time on that they resume it. */
const BY_PERSON = sql`(runs.trigger_key is null or runs.go > 1)`;

/** Everything that decides whether a walk opens its next call, as it stands once the ledger is locked. */
export interface CallState {
  readonly position: PassPosition;
  readonly limits: Omit<WalkLimits, "held">;
  readonly budgets: readonly Limit[];
  readonly asking: RunTrigger;
  /** A page that cost this walk more than was booked for it, since a person last asked; null: none did. */
  readonly dearPage: { readonly page: number; readonly credits: number; readonly reserved: number } | null;
}

/**
 * Reads where the walk stands and what is booked against each limit that covers it.
 * @param unapplied a page that is bought and not stored yet: the walk stands behind it
 * @throws LeaseLost where somebody else has taken the walk since
 */
export async function readCallState(
  tx: Sql,
  lease: Lease,
  rules: SpendingLimits,
  unapplied: PageOutcome | null,
): Promise<CallState> {
  const target = unapplied === null ? sql`passes.next_page` : sql`${pageAfter(unapplied)}::integer`;
  const [row] = await tx.rows(
    stateRow,
    sql`select passes.next_page as page, passes.end_reason as end,
          passes.pages_without_newcomers as "pagesWithoutNewcomers", passes.pages_of_known_people as "pagesOfKnownPeople",
          ambiguous.calls as "ambiguousCalls", ambiguous.since_asked as "ambiguousCallsSinceAsked",
          case when coalesce(walks.max_pages, runs.max_pages) is null then 0
            else (select count(*) from calls where walk_id = walks.id and outcome = 'answered') end as "pagesBought",
          least(walks.max_pages, runs.max_pages) as "maxPages",
          case when passes.refresh then walks.stop_after_known_pages else 0 end as "stopAfterKnownPages",
          runs.cancelled, runs.asked_at as "askedAt", ${BY_PERSON} as "byPerson", now() as now,
          walks.budget_credits as "specBudget", walks.lifetime_credits as "lifetimeBudget",
          runs.budget_credits as "runBudget",
          (select coalesce(jsonb_object_agg(scope, jsonb_build_object(
              'spent', spent, 'suspense', suspense, 'reserved', reserved)), '{}')
            from budgets where (scope, key) in (('walk', walks.id::text), ('spec', walks.spec), ('run', runs.id::text),
              ('day', to_char(now() at time zone ${rules.timeZone}, 'YYYY-MM-DD')),
              ('month', to_char(now() at time zone ${rules.timeZone}, 'YYYY-MM')))) as booked,
          (select jsonb_build_object('page', page, 'credits', credits, 'reserved', reserved_credits) from calls
            where walk_id = walks.id and calls.go = runs.go and flag = 'dearer_than_reserved'
            order by calls.id desc limit 1) as "dearPage"
        from walks join runs on runs.id = walks.run_id join passes on passes.id = walks.pass_id,
          lateral (select count(*) as calls, count(*) filter (where not ${BY_PERSON}
              or (walk_id = walks.id and calls.go = runs.go)) as since_asked
            from calls where pass_id = passes.id and page = ${target} and outcome = 'unknown') as ambiguous
        where ${isHeldBy(lease)}`,
  );
  if (row === undefined) throw leaseLost(lease);
  const { maxPages, pagesBought, stopAfterKnownPages, cancelled, ambiguousCalls, ambiguousCallsSinceAsked } =
    row;
  const position = unapplied === null ? row : advancePosition(row, unapplied);
  return {
    position: { ...position, ambiguousCalls, ambiguousCallsSinceAsked },
    limits: { maxPages, pagesBought, stopAfterKnownPages, cancelled },
    budgets: toLimits(row, rules),
    dearPage: row.dearPage,
    asking: { at: row.askedAt, byPerson: row.byPerson, now: row.now },
  };
}

function toLimits(row: z.infer<typeof stateRow>, rules: SpendingLimits): Limit[] {
  const covering = [
    { scope: "walk", limit: row.specBudget, reason: "budget_reached" },
    { scope: "spec", limit: row.lifetimeBudget, reason: "budget_reached" },
    { scope: "run", limit: row.runBudget, reason: "budget_reached" },
    { scope: "day", limit: rules.dailyLimit, reason: "daily_limit" },
    { scope: "month", limit: rules.monthlyLimit, reason: "monthly_limit" },
  ] as const;
  const nothing = { spent: 0, suspense: 0, reserved: 0 };
  return covering.flatMap(({ scope, limit, reason }) =>
    limit === null ? [] : [{ reason, limit, ...(row.booked[scope] ?? nothing) }],
  );
}

/** Reads what is known of the key, and what is under way with it. */
export async function readKeyState(tx: Transaction, keyId: string, priceClass: string): Promise<KeyState> {
  const [known] = await readKnownKey(tx, keyId, priceClass);
  if (known !== undefined) return known;
  tx.send(sql`insert into api_keys (id) values (${keyId}) on conflict do nothing`);
  const [added] = await readKnownKey(tx, keyId, priceClass);
  if (added === undefined) throw new TypeError("a key that was added is not there");
  return added;
}

function readKnownKey(tx: Transaction, keyId: string, priceClass: string): Promise<KeyState[]> {
  return tx.rows(
    keyRow,
    sql`select rejected_at as "rejectedAt", retry_allowed_at as "retryAllowedAt", empty_at as "emptyAt", balance, balance_at as "balanceAt",
          since."spentSinceBalance", since."suspenseSinceBalance", since."reservedSinceBalance",
          under_way.calls as "underWay", coalesce(under_way.alone, false) as "aloneUnderWay",
          (select dearest from price_classes where key_id = api_keys.id and price_class = ${priceClass}) as "dearestSeen"
        from api_keys,
          lateral (select count(*) as calls, bool_or(alone) as alone
            from calls where status = 'sent' and calls.key_id = api_keys.id) as under_way,
          lateral (select
              coalesce(sum(credits) filter (where status = 'settled'), 0)::bigint as "spentSinceBalance",
              coalesce(sum(reserved_credits) filter (where status = 'suspense'), 0)::bigint as "suspenseSinceBalance",
              coalesce(sum(reserved_credits) filter (where status = 'sent'), 0)::bigint as "reservedSinceBalance"
            from calls where calls.key_id = api_keys.id and (calls.id > api_keys.balance_call_id
              or (api_keys.balance_call_id is not null and (calls.status = 'sent'
                or (calls.status = 'suspense' and calls.answered_at > api_keys.balance_at))))) as since
        where api_keys.id = ${keyId}`,
  );
}
