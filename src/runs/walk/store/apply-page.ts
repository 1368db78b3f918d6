import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Sql, Transaction } from "../../../database/database.ts";
import { isRedacted } from "../../../people/erased-entry.ts";
import type { DetailFlags } from "../../../people/merge.ts";
import { hashProfiles, type PageCounts, peopleOn, planPage } from "../../../people/page-plan.ts";
import type { SearchPage } from "../../../people/search-page.ts";
import { lockErasure } from "../../../people/store/lock-erasure.ts";
import { addHistories, lockPeople, readPeople } from "../../../people/store/read-people.ts";
import {
  findSuppressed,
  redactSuppressed,
  type SuppressionSecret,
} from "../../../people/store/suppressed-people.ts";
import {
  answerTimeOf,
  writeMarks,
  writeProfiles,
  writeRejected,
  writeSightings,
} from "../../../people/store/write-people.ts";
import { StoreWentBack } from "../../../values/errors.ts";
import { PAGE_LIST, pageListSchema } from "../../plan/store/page-list.ts";
import { FULL_PAGE } from "../cut-page.ts";
import { advancePosition, FIRST_POSITION, type PageOutcome, WALK_ENDS } from "../next-step.ts";
import { driftOf, NO_DRIFT, type PageDrift } from "../page-drift.ts";
import { outcomeOf } from "../page-outcome.ts";
import type { Lease } from "../walk-store.ts";
import { lockWalk } from "./lease.ts";
import { HAS_LOOPED, LARGEST_OTHER_PAGE } from "./newest-page.ts";

const callRow = z.object({
  list: pageListSchema,
  page: z.number(),
  applied: z.boolean(),
  answeredOn: z.string(),
  nextPage: z.number(),
  end: z.enum(WALK_ENDS).nullable(),
  looped: z.boolean(),
  largestOther: z.number(),
  pagesWithoutNewcomers: z.number(),
  pagesOfKnownPeople: z.number(),
  totalCountBefore: z.number().nullable(),
  boughtBefore: z.boolean(),
});
type CallRow = z.infer<typeof callRow>;

/** What applying a page needs besides the walk. */
export interface ApplyDeps {
  readonly db: Database;
  readonly secret: SuppressionSecret;
}

/** A page whose answer is recorded. */
export interface RecordedPage {
  readonly callId: number;
  readonly page: SearchPage;
  /** What the search of the call asked for. */
  readonly detail: DetailFlags;
}

/**
 * Stores the people of one recorded page and moves the checkpoint of its pass, in one fenced transaction of two round trips,
 * however many people there are. Idempotent.
 * @throws LeaseLost
 */
export async function applyPage(
  { db, secret }: ApplyDeps,
  lease: Lease,
  { callId, page, detail }: RecordedPage,
): Promise<void> {
  const shown = hashProfiles(page.profiles, detail);
  const onPage = peopleOn(shown);
  const apply = async (tx: Transaction) => {
    const [, , call, , suppressed, people] = await Promise.all([
      lockErasure(tx, "shared"),
      lockWalk(tx, lease),
      readCall(tx, callId),
      lockPeople(
        tx,
        onPage.map(({ id }) => id),
      ),
      findSuppressed(tx, secret, page.profiles),
      readPeople(tx, onPage, callId),
    ]);
    if (call.applied) return;
    const known = await addHistories(tx, people, callId);
    if (suppressed.size > 0) await redactSuppressed(tx, callId, suppressed);
    const kept = shown.filter((entry) => !suppressed.has(entry.position) && !isRedacted(entry));
    const plan = planPage(
      kept,
      known,
      { ...detail, receivedOn: call.answeredOn },
      shown.length - kept.length,
    );
    writeProfiles(tx, { at: answerTimeOf(callId) }, plan.profiles, known);
    writeSightings(tx, callId, plan, detail);
    writeMarks(tx, plan.marks);
    writeRejected(tx, callId, plan.rejected);
    const outcome = call.page === call.nextPage ? outcomeOf(call, page, plan.counts) : null;
    const drift = outcome === null ? NO_DRIFT : driftSince(call, page, plan.counts);
    countPage(tx, { callId, call, counts: plan.counts, outcome, drift, newFields: page.newFields });
  };
  await db.transaction(apply, { prepared: true });
}

/** A page that is bought again shows the people of its pass, and has not moved for that. */
function driftSince(call: CallRow, page: SearchPage, counts: PageCounts): PageDrift {
  const isAgain = call.list !== null || call.boughtBefore;
  const before = (call.page - 1) * Math.max(FULL_PAGE, call.largestOther);
  return driftOf(page.totalCount, call.totalCountBefore, { repeated: isAgain ? 0 : counts.repeated, before });
}

/** Locks the call, because the walks of two runs may apply a late page at the same moment. */
async function readCall(tx: Sql, callId: number): Promise<CallRow> {
  const [call] = await tx.rows(
    callRow,
    sql`select calls.page, calls.applied_at is not null as applied,
          to_char(calls.answered_at at time zone 'UTC', 'YYYY-MM-DD') as "answeredOn",
          passes.next_page as "nextPage", passes.end_reason as end, ${HAS_LOOPED} as looped, ${LARGEST_OTHER_PAGE} as "largestOther",
          passes.pages_without_newcomers as "pagesWithoutNewcomers",
          passes.pages_of_known_people as "pagesOfKnownPeople",
          coalesce((select before.total_count from calls before where before.pass_id = calls.pass_id and before.page < calls.page
            and before.total_count is not null order by before.page desc, before.id desc limit 1),
            passes.total_count_before) as "totalCountBefore",
          exists (select from calls other where other.pass_id = calls.pass_id and other.page = calls.page
            and other.id < calls.id and other.outcome = 'answered') as "boughtBefore", ${PAGE_LIST} as list
        from calls join passes on passes.id = calls.pass_id
        where calls.id = ${callId} for no key update of calls`,
  );
  if (call === undefined) throw new StoreWentBack(`call ${callId}`);
  return call;
}

/** What applying a page came to. */
interface AppliedPage {
  readonly callId: number;
  readonly call: CallRow;
  readonly counts: PageCounts;
  /** Outcome of the next page of the pass; null: the page was another one, and the pass stays where it is. */
  readonly outcome: PageOutcome | null;
  readonly drift: PageDrift;
  readonly newFields: SearchPage["newFields"];
}

/** Counts the page for the walk that opened the call. */
function countPage(tx: Transaction, { callId, call, counts, outcome, drift, newFields }: AppliedPage): void {
  tx.send(sql`
    with applied as (
      update calls set applied_at = now(), profiles_new = ${counts.new}, profiles_changed = ${counts.changed},
        profiles_unchanged = ${counts.unchanged}, profiles_rejected = ${counts.rejected},
        profiles_suppressed = ${counts.suppressed}, new_fields = ${newFields.length === 0 ? null : JSON.stringify(newFields)}::jsonb
      where id = ${callId} returning walk_id, pass_id, warnings, answered_at
    )
    ${outcome === null ? sql`` : sql`, moved as (${moveCheckpoint(call, outcome)})`}
    update walks set pages = pages + 1, profiles_seen = profiles_seen + ${counts.seen},
      profiles_new = profiles_new + ${counts.new}, profiles_changed = profiles_changed + ${counts.changed},
      profiles_unchanged = profiles_unchanged + ${counts.unchanged},
      profiles_rejected = profiles_rejected + ${counts.rejected},
      profiles_suppressed = profiles_suppressed + ${counts.suppressed},
      people_repeated = people_repeated + ${drift.repeated},
      total_count_dropped = total_count_dropped + ${drift.dropped},
      warnings = array(select warning from unnest(walks.warnings || applied.warnings) with ordinality as said(warning, place)
        group by warning order by min(place))
    from applied where walks.id = applied.walk_id`);
}

/** Moves the checkpoint of the pass that `applied` belongs to. */
function moveCheckpoint(call: CallRow, outcome: PageOutcome): SQL {
  const position = advancePosition({ ...FIRST_POSITION, ...call }, outcome);
  const found = call.list === null ? 0 : outcome.newToPass;
  return sql`
    update passes set next_page = ${position.page}, end_reason = ${position.end},
      people_found = people_found + ${found},
      pages_without_newcomers = ${position.pagesWithoutNewcomers},
      pages_of_known_people = ${position.pagesOfKnownPeople}, last_bought_at = applied.answered_at
    from applied where passes.id = applied.pass_id`;
}
