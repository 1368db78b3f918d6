import type { Database, Sql, Transaction } from "../../../database/database.ts";
import { isRedacted } from "../../../people/erased-entry.ts";
import type { DetailFlags } from "../../../people/merge.ts";
import {
  hashProfiles,
  type PageCounts,
  type PersonOnPage,
  peopleOn,
  planPage,
  type ShownProfile,
} from "../../../people/page-plan.ts";
import type { SearchPage } from "../../../people/search-page.ts";
import { lockErasure } from "../../../people/store/lock-erasure.ts";
import {
  addHistories,
  hasLaterSightings,
  lockPeople,
  type PersonRow,
  readPeople,
} from "../../../people/store/read-people.ts";
import {
  findSuppressedEntries,
  redactSuppressed,
  type SuppressionSecret,
} from "../../../people/store/suppressed-people.ts";
import {
  answerTimes,
  type PlannedPage,
  writeMarks,
  writeProfiles,
  writeRejected,
  writeSightings,
} from "../../../people/store/write-people.ts";
import { PageOutOfOrder, StoreWentBack } from "../../../values/errors.ts";
import type { MemberOutcome } from "../../../values/group-work.ts";
import { FULL_PAGE } from "../cut-page.ts";
import { advancePosition, FIRST_POSITION } from "../next-step.ts";
import { driftOf, NO_DRIFT, type PageDrift } from "../page-drift.ts";
import { outcomeOf } from "../page-outcome.ts";
import type { Lease } from "../walk-store.ts";
import { type AppliedPage, countPages } from "./count-pages.ts";
import { leaseLost, lockWalks } from "./lease.ts";
import { type RecordedCall, readRecordedCalls } from "./recorded-calls.ts";

/** What applying a page needs besides the walk. */
export interface ApplyDeps {
  readonly db: Database;
  readonly secret: SuppressionSecret;
}

/** A page whose answer is recorded, with what is looked up of its people. */
export interface RecordedPage {
  readonly lease: Lease;
  readonly callId: number;
  readonly page: SearchPage;
  /** What the search of the call asked for. */
  readonly detail: DetailFlags;
  readonly shown: readonly ShownProfile[];
  readonly people: readonly PersonOnPage[];
}

/** @param detail what the search of the call asked for */
export function toRecordedPage(
  lease: Lease,
  callId: number,
  page: SearchPage,
  detail: DetailFlags,
): RecordedPage {
  const shown = hashProfiles(page.profiles, detail);
  return { lease, callId, page, detail, shown, people: peopleOn(shown) };
}

/**
 * Stores the people of one recorded page and moves the checkpoint of its pass, in one fenced transaction. Idempotent.
 * @throws LeaseLost, PageOutOfOrder
 */
export async function applyPage(deps: ApplyDeps, page: RecordedPage): Promise<void> {
  const [outcome] = await applyPages(deps, [page]);
  if (outcome?.kind === "failed") throw outcome.error;
}

/**
 * Applies pages of different walks, which show nobody twice, in one transaction of two round trips, however many people there
 * are. Each page is fenced by itself: a lost lease is the outcome of its page, and changes nothing for the others. A page of
 * suppressed people, or that is applied late, is `again`, to be applied alone.
 */
export async function applyPages(
  { db, secret }: ApplyDeps,
  pages: readonly RecordedPage[],
): Promise<MemberOutcome<null>[]> {
  const apply = async (tx: Transaction) => {
    const [, held, calls, , suppressed, rows] = await Promise.all([
      lockErasure(tx, "shared"),
      lockWalks(
        tx,
        pages.map(({ lease }) => lease),
      ),
      readRecordedCalls(
        tx,
        pages.map(({ callId }) => callId),
      ),
      lockPeople(
        tx,
        pages.flatMap(({ people }) => people.map(({ id }) => id)),
      ),
      findSuppressedOn(tx, secret, pages),
      readPeople(tx, pages),
    ]);
    const people = new Map(rows.map((row) => [row.profileId, row]));
    const around = { held, calls, suppressed, people, isAlone: pages.length === 1 };
    const planned: PlanOfPage[] = [];
    const outcomes: MemberOutcome<null>[] = [];
    for (const page of pages) {
      const outcome = await planRecorded(tx, page, around);
      if ("plan" in outcome) planned.push(outcome);
      outcomes.push("plan" in outcome ? DONE : outcome);
    }
    write(tx, planned);
    return outcomes;
  };
  return db.transaction(apply, { prepared: true });
}

const DONE = { kind: "done", value: null } as const;

interface Surroundings {
  /** The ids of the walks whose leases are still held. */
  readonly held: ReadonlySet<number>;
  readonly calls: ReadonlyMap<number, RecordedCall>;
  /** Positions of suppressed people, by call. */
  readonly suppressed: ReadonlyMap<number, ReadonlySet<number>>;
  readonly people: ReadonlyMap<string, PersonRow>;
  readonly isAlone: boolean;
}

interface PlanOfPage extends PlannedPage {
  readonly applied: AppliedPage;
  readonly known: Awaited<ReturnType<typeof addHistories>>;
}

const NOBODY: ReadonlySet<number> = new Set();

async function planRecorded(
  tx: Transaction,
  { lease, callId, page, detail, shown, people }: RecordedPage,
  around: Surroundings,
): Promise<PlanOfPage | MemberOutcome<null>> {
  const call = around.calls.get(callId);
  if (call === undefined) return { kind: "failed", error: new StoreWentBack(`call ${callId}`) };
  if (!around.held.has(lease.walkId)) return { kind: "failed", error: leaseLost(lease) };
  if (call.applied) return DONE;
  if (call.hasEarlier)
    return {
      kind: "failed",
      error: new PageOutOfOrder(
        `an earlier page than that of call ${callId} is recorded and not applied yet`,
      ),
    };
  const suppressed = around.suppressed.get(callId) ?? NOBODY;
  const rows = people.flatMap(({ id }) => around.people.get(id) ?? []);
  const isNext = call.page === call.nextPage;
  if (!around.isAlone && (suppressed.size > 0 || !isNext || hasLaterSightings(rows, callId)))
    return { kind: "again" };
  const known = await addHistories(tx, rows, callId);
  if (suppressed.size > 0) await redactSuppressed(tx, callId, suppressed);
  const kept = shown.filter((entry) => !suppressed.has(entry.position) && !isRedacted(entry));
  const plan = planPage(kept, known, { ...detail, receivedOn: call.answeredOn }, shown.length - kept.length);
  return { callId, plan, detail, known, applied: toApplied({ callId, call, page, counts: plan.counts }) };
}

interface StoredPage {
  readonly callId: number;
  readonly call: RecordedCall;
  readonly page: SearchPage;
  readonly counts: PageCounts;
}

function toApplied({ callId, call, page, counts }: StoredPage): AppliedPage {
  const applied = { callId, counts, newFields: page.newFields };
  if (call.page !== call.nextPage) return { ...applied, position: null, found: 0, drift: NO_DRIFT };
  const outcome = outcomeOf(call, page, counts);
  const position = advancePosition({ ...FIRST_POSITION, ...call }, outcome);
  const found = call.list === null ? 0 : outcome.newToPass;
  return { ...applied, position, found, drift: driftSince(call, page, counts) };
}

/** A page that is bought again shows the people of its pass, and has not moved for that. */
function driftSince(call: RecordedCall, page: SearchPage, counts: PageCounts): PageDrift {
  const isAgain = call.list !== null || call.boughtBefore;
  const before = (call.page - 1) * Math.max(FULL_PAGE, call.largestOther);
  return driftOf(page.totalCount, call.totalCountBefore, { repeated: isAgain ? 0 : counts.repeated, before });
}

function write(tx: Transaction, pages: readonly PlanOfPage[]): void {
  const callOf = new Map(
    pages.flatMap(({ callId, plan }) => plan.profiles.map(({ profileId }) => [profileId, callId] as const)),
  );
  const known = new Map(pages.flatMap((page) => [...page.known]));
  writeProfiles(
    tx,
    answerTimes((profileId) => callOf.get(profileId) ?? null),
    pages.flatMap(({ plan }) => plan.profiles),
    known,
  );
  writeSightings(tx, pages);
  writeMarks(
    tx,
    pages.flatMap(({ plan }) => plan.marks),
  );
  writeRejected(tx, pages);
  countPages(
    tx,
    pages.map(({ applied }) => applied),
  );
}

/** Returns the positions of suppressed people on each page that shows some. */
async function findSuppressedOn(
  tx: Sql,
  secret: SuppressionSecret,
  pages: readonly RecordedPage[],
): Promise<Map<number, ReadonlySet<number>>> {
  const found = await findSuppressedEntries(
    tx,
    secret,
    pages.flatMap(({ page }) => page.profiles),
  );
  if (found.size === 0) return new Map();
  return new Map(
    pages.map(({ callId, page }) => {
      const hits = page.profiles.filter((entry) => found.has(entry));
      return [callId, new Set(hits.map(({ position }) => position))];
    }),
  );
}
