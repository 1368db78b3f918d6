import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { RunTrigger, SpendingLimits } from "../../../../credits/check-limits.ts";
import type { Limit } from "../../../../credits/limits.ts";
import type { RunShare } from "../../../../credits/share-budget.ts";
import type { Sql } from "../../../../database/database.ts";
import { PAGE_AFTER_ASKED, PAGE_LIST, pageListSchema } from "../../../plan/store/page-list.ts";
import {
  advancePosition,
  type PageOutcome,
  type PassPosition,
  WALK_ENDS,
  type WalkLimits,
} from "../../next-step.ts";
import { WORST_PRICE_IN_FLIGHT } from "../keys/key-state.ts";
import { isHeldByRow } from "../lease.ts";
import { HAS_LOOPED } from "../newest-page.ts";
import { askedRows, type Opening } from "./opening.ts";
import { readRunShare, runShareSchema, WAITS_FOR_MORE_URGENT } from "./run-share.ts";

const whole = z.number().nullable();
const stats = z.object({ spent: z.number(), suspense: z.number(), reserved: z.number() });

const stateRow = z.object({
  walkId: z.number(),
  runId: z.number(),
  spec: z.string(),
  unapplied: z.number(),
  isRecorded: z.boolean(),
  list: pageListSchema,
  page: z.number(),
  end: z.enum(WALK_ENDS).nullable(),
  looped: z.boolean(),
  pagesWithoutNewcomers: z.number(),
  pagesOfKnownPeople: z.number(),
  ambiguousCalls: z.number(),
  ambiguousCallsSinceAsked: z.number(),
  suspenseReason: z.string().nullable(),
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
  pages: z.number(),
  runShare: runShareSchema,
  waitsForMoreUrgent: z.boolean(),
  risen: z.object({
    walk: z.number(),
    spec: z.number(),
    run: z.number(),
    day: z.number(),
    month: z.number(),
  }),
  overpricedPage: z.object({ page: z.number(), credits: z.number(), reserved: z.number() }).nullable(),
});

/** A run that a schedule made counts as a person's once a person has resumed it. */
const BY_PERSON = sql`(runs.trigger_key is null or runs.go > 1)`;

/** A page that stops a walk, and not its pass, stops it no more once a person has asked again since that page came. */
const END_SINCE_ASKED = sql`case when passes.end_reason in ('out_of_credits', 'page_refused')
  and passes.last_bought_at < runs.asked_at then null else passes.end_reason end`;

export type StateRow = z.infer<typeof stateRow>;

/** A call that was opened in the same transaction, after the state of the others was read. */
export interface OpenedCall {
  readonly state: StateRow;
  readonly reserve: number;
}

/** Everything that decides whether a walk opens its next call, as it stands once the ledger is locked. */
export interface CallState {
  readonly position: PassPosition;
  readonly limits: Omit<WalkLimits, "held">;
  readonly budgets: readonly Limit[];
  /** Null where the run has no budget. */
  readonly runShare: RunShare | null;
  /** Whether the first call of a walk of higher priority goes before the first call of this walk. */
  readonly waitsForMoreUrgent: boolean;
  readonly trigger: RunTrigger;
  /** Why the newest call for this page may have been charged; null: there is no such call. */
  readonly suspenseReason: string | null;
  /** The newest page that cost this walk more than was reserved for it, since a person last asked; null: there is none. */
  readonly overpricedPage: {
    readonly page: number;
    readonly credits: number;
    readonly reserved: number;
  } | null;
}

/**
 * Reads the positions of walks and what is booked against each limit that covers them, by the id of the walk. A walk that
 * another process has taken since is left out.
 */
export async function readCallStates(
  tx: Sql,
  openings: readonly Opening[],
  spending: SpendingLimits,
): Promise<Map<number, StateRow>> {
  const rows = await tx.rows(
    stateRow,
    sql`select walks.id as "walkId", runs.id as "runId", walks.spec, ${UNAPPLIED} as unapplied,
          ${IS_RECORDED} as "isRecorded", ${PAGE_LIST} as list,
          passes.next_page as page, ${END_SINCE_ASKED} as end,
          ${HAS_LOOPED} as looped,
          passes.pages_without_newcomers as "pagesWithoutNewcomers", passes.pages_of_known_people as "pagesOfKnownPeople",
          ambiguous.calls as "ambiguousCalls", ambiguous.since_asked as "ambiguousCallsSinceAsked",
          ambiguous.reason as "suspenseReason",
          case when walks.pages + 1 < least(walks.max_pages, runs.max_pages) is not false then 0
            else (select count(distinct (pass_id, page)) from calls where walk_id = walks.id and outcome = 'answered'
              and (pass_id <> passes.id or page < ${TARGET})) end as "pagesBought",
          least(walks.max_pages, runs.max_pages) as "maxPages",
          case when passes.refresh then walks.stop_after_known_pages else 0 end as "stopAfterKnownPages",
          runs.cancelled, runs.asked_at as "askedAt", ${BY_PERSON} as "byPerson", now() as now,
          walks.budget_credits as "specBudget", walks.lifetime_credits as "lifetimeBudget",
          runs.budget_credits as "runBudget",
          (select coalesce(jsonb_object_agg(scope, jsonb_build_object(
              'spent', spent, 'suspense', suspense, 'reserved', reserved)), '{}')
            from budgets where (scope, key) in (('walk', walks.id::text), ('spec', walks.spec), ('run', runs.id::text),
              ('day', to_char(now() at time zone ${spending.timeZone}, 'YYYY-MM-DD')),
              ('month', to_char(now() at time zone ${spending.timeZone}, 'YYYY-MM')))) as booked,
          ${readRisenReserves(spending)} as risen,
          walks.pages, ${readRunShare(spending.keyId)} as "runShare",
          ${WAITS_FOR_MORE_URGENT} as "waitsForMoreUrgent",
          (select jsonb_build_object('page', page, 'credits', credits, 'reserved', reserved_credits) from calls
            where walk_id = walks.id and calls.go = runs.go and flag = 'dearer_than_reserved'
            order by calls.id desc limit 1) as "overpricedPage"
        from ${askedRows(openings)} join walks on ${isHeldByRow(sql`asked`)}
          join runs on runs.id = walks.run_id join passes on passes.id = walks.pass_id,
          lateral (select count(*) as calls, count(*) filter (where not ${BY_PERSON}
              or (walk_id = walks.id and calls.go = runs.go)) as since_asked,
              (array_agg(calls.problem order by calls.id desc))[1] as reason
            from calls where pass_id = passes.id and page = ${TARGET} and outcome = 'unknown') as ambiguous`,
  );
  return new Map(rows.map((row) => [row.walkId, row]));
}

const TARGET = sql`(case when asked.page is null then passes.next_page else ${PAGE_AFTER_ASKED} end)`;

/** Whether the answer of the call of `asked` is recorded. */
const IS_RECORDED = sql`(asked.own_call is null
  or exists (select from calls where id = asked.own_call and outcome = 'answered'))`;

/** Answered calls of the walk's search, of any pass, whose pages are not in the store, but that of `asked`. */
const UNAPPLIED = sql`(select count(*) from passes of_search join calls on calls.pass_id = of_search.id
  where of_search.spec = walks.spec and of_search.fingerprint = walks.fingerprint
    and calls.outcome = 'answered' and calls.applied_at is null and calls.id is distinct from asked.own_call)`;

/**
 * Computes what decides on the next call of a walk.
 * @param opened the calls that this transaction has opened since the row was read
 */
export function toCallState(
  read: StateRow,
  spending: SpendingLimits,
  unapplied: PageOutcome | null,
  opened: readonly OpenedCall[],
): CallState {
  const row = withOpened(read, opened);
  const { maxPages, pagesBought, stopAfterKnownPages, cancelled, ambiguousCalls, ambiguousCallsSinceAsked } =
    row;
  const position = unapplied === null ? row : advancePosition(row, unapplied);
  return {
    position: { ...position, ambiguousCalls, ambiguousCallsSinceAsked },
    limits: { maxPages, pagesBought, stopAfterKnownPages, cancelled },
    budgets: toLimits(row, spending),
    runShare: toRunShare(row, unapplied),
    waitsForMoreUrgent: row.waitsForMoreUrgent,
    suspenseReason: row.suspenseReason,
    overpricedPage: row.overpricedPage,
    trigger: { at: row.askedAt, byPerson: row.byPerson, now: row.now },
  };
}

const NOTHING_BOOKED = { spent: 0, suspense: 0, reserved: 0 };

/** Adds what the calls reserve to the figures of the limits that cover this walk too, and counts them in the share of its run. */
function withOpened(row: StateRow, opened: readonly OpenedCall[]): StateRow {
  const booked = { ...row.booked };
  const add = (scope: string, reserve: number) => {
    const before = booked[scope] ?? NOTHING_BOOKED;
    booked[scope] = { ...before, reserved: before.reserved + reserve };
  };
  for (const { state, reserve } of opened) {
    for (const scope of ["day", "month"]) add(scope, reserve);
    if (state.runId === row.runId) add("run", reserve);
    if (state.spec === row.spec) add("spec", reserve);
  }
  const beside = opened.filter(({ state }) => state.runId === row.runId);
  const others = beside.flatMap(({ state: { walkId, pages, maxPages } }) => {
    const place = { maxPages, isAhead: walkId < row.walkId };
    return [
      { ...place, walks: -1, pages },
      { ...place, walks: 1, pages: pages + 1 },
    ];
  });
  const share = row.runShare;
  return {
    ...row,
    booked,
    runShare: share === null ? null : { ...share, others: [...share.others, ...others] },
  };
}

function toLimits(row: z.infer<typeof stateRow>, spending: SpendingLimits): Limit[] {
  const covering = [
    { scope: "walk", limit: row.specBudget, reason: "budget_reached" },
    { scope: "spec", limit: row.lifetimeBudget, reason: "budget_reached" },
    { scope: "run", limit: row.runBudget, reason: "budget_reached" },
    { scope: "day", limit: spending.dailyLimit, reason: "daily_limit" },
    { scope: "month", limit: spending.monthlyLimit, reason: "monthly_limit" },
  ] as const;
  return covering.flatMap(({ scope, limit, reason }) =>
    limit === null
      ? []
      : [{ reason, limit, ...addRisen(row.booked[scope] ?? NOTHING_BOOKED, row.risen[scope]) }],
  );
}

function toRunShare(row: z.infer<typeof stateRow>, unapplied: PageOutcome | null): RunShare | null {
  if (row.runShare === null || row.runBudget === null) return null;
  const { spent, suspense, reserved } = addRisen(row.booked.run ?? NOTHING_BOOKED, row.risen.run);
  const left = row.runBudget - spent - suspense - reserved;
  return { ...row.runShare, left, pages: row.pages + (unapplied === null ? 0 : 1) };
}

/** What the calls in flight would cost beyond what was reserved for them, at the prices that are known by now. */
function addRisen({ reserved, ...booked }: z.infer<typeof stats>, risen: number): z.infer<typeof stats> {
  return { ...booked, reserved: reserved + risen };
}

/** By scope, of the limits that cover the walk of this query. */
function readRisenReserves({ timeZone }: SpendingLimits): SQL {
  const sum = (covers: SQL) => sql`coalesce(sum(risen.credits) filter (where ${covers}), 0)`;
  return sql`(
    select jsonb_build_object('walk', ${sum(sql`risen.walk_id = walks.id`)}, 'spec', ${sum(sql`risen.spec = walks.spec`)},
      'run', ${sum(sql`risen.run_id = runs.id`)},
      'day', ${sum(sql`risen.day = (now() at time zone ${timeZone})::date`)},
      'month', ${sum(sql`risen.month = to_char(now() at time zone ${timeZone}, 'YYYY-MM')`)})
    from (select walk_id, spec, run_id, day, month, ${WORST_PRICE_IN_FLIGHT} - reserved_credits as credits
      from calls where status = 'sent') as risen)`;
}
