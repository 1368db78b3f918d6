import type { Transaction } from "../../../database/database.ts";
import { lockLedger, sendLedgerLock } from "../../../database/lock-ledger.ts";
import { assertNotUpgraded } from "../../../database/namespace/assert-not-upgraded.ts";
import { StoreUnavailable, StoreWentBack } from "../../../values/errors.ts";
import { type MemberOutcome, makeGroupWork } from "../../../values/group-work.ts";
import type { CallRequest, Lease, OpenCallResult } from "../walk-store.ts";
import {
  type OpenedCalls,
  type OpeningDeps,
  type OpeningOutcome,
  openCalls,
  readOpenings,
} from "./calls/open-calls.ts";
import type { Opening } from "./calls/opening.ts";
import { leaseLost } from "./lease.ts";
import { keepAnswers, type PackedAnswer, settleAnswers } from "./record-answer.ts";

/** The calls of a process that are opened and answered, in groups of one transaction each. */
export interface LedgerGroups {
  /** Opens a call. @throws LeaseLost, StoreUpgraded, StoreUnavailable, StoreRefused */
  open(lease: Lease, request: CallRequest, attempt: string): Promise<OpenCallResult>;
  /** Records an answer. What is handed in later sees it. @throws StoreUnavailable, StoreRefused */
  record(answer: PackedAnswer): Promise<void>;
}

type LedgerMember =
  | { readonly kind: "open"; readonly opening: Opening }
  | { readonly kind: "record"; readonly answer: PackedAnswer };

/** An answer has no result. */
type LedgerResult = OpenCallResult | null;
type Outcome = MemberOutcome<LedgerResult>;

/** More make a transaction no cheaper for each, and hold the ledger longer. */
const MAX_MEMBERS = 32;

/**
 * Makes the groups of a process. The ledger is one lock for all calls, so what comes while a transaction holds it waits here, and
 * goes together: answers are settled first, in the order in which they came, then calls are opened one after the other, each with
 * what those before it reserve.
 */
export function makeLedgerGroups(deps: OpeningDeps): LedgerGroups {
  const handIn = makeGroupWork<LedgerMember, LedgerResult>({
    maxMembers: MAX_MEMBERS,
    fits: (earlier, member) => member.kind === "record" || !earlier.some((one) => isSameWalk(one, member)),
    work: (group) => workOnGroup(deps, group),
    // Whether a group was committed may be unknown; its members find out as single ones do.
    isPoisoned: (error) => !(error instanceof StoreUnavailable),
  });
  return {
    async open(lease, request, attempt) {
      const result = await handIn({ kind: "open", opening: { lease, request, attempt } });
      if (result === null) throw new TypeError("an opened call has no result");
      return result;
    },
    async record(answer) {
      await handIn({ kind: "record", answer });
    },
  };
}

const NO_ANSWERS: Awaited<ReturnType<typeof keepAnswers>> = { seen: [], gone: new Set() };

function isSameWalk(one: LedgerMember, { opening }: Extract<LedgerMember, { kind: "open" }>): boolean {
  return one.kind === "open" && one.opening.lease.walkId === opening.lease.walkId;
}

async function workOnGroup(
  { db, spending }: OpeningDeps,
  group: readonly LedgerMember[],
): Promise<Outcome[]> {
  const answers = group.flatMap((member) => (member.kind === "record" ? member.answer : []));
  const openings = group.flatMap((member) => (member.kind === "open" ? member.opening : []));
  const work = async (tx: Transaction) => {
    // What fails fails the transaction, which waits for every statement.
    const unawaited = <Result>(promise: Promise<Result>) => {
      promise.catch(() => {});
      return promise;
    };
    const { seen, gone } = answers.length === 0 ? NO_ANSWERS : await keepAnswers(tx, answers);
    if (openings.length === 0) {
      if (seen.length > 0) sendLedgerLock(tx);
      return { seen, gone, settled: unawaited(settleAnswers(tx, seen)), opened: null };
    }
    const lock = lockLedger(tx);
    const settled = unawaited(settleAnswers(tx, seen));
    const [{ held }, read] = await Promise.all([
      lock,
      readOpenings(tx, spending, openings),
      assertNotUpgraded(tx, db),
    ]);
    const opened = openCalls(tx, { spending, held }, openings, read);
    unawaited(opened.numbers);
    return { seen, gone, settled, opened };
  };
  const { seen, gone, settled, opened } = await db.transaction(work, {
    prepared: true,
    flushAfterCommit: true,
  });
  const isSettled = await settled;
  const isChanged = new Set(seen.map(({ callId }) => callId).filter((callId) => !isSettled.has(callId)));
  const results = await toResults(openings, opened);
  return group.map((member) => {
    if (member.kind === "open") return results.get(member.opening) ?? { kind: "again" };
    const { callId } = member.answer;
    if (gone.has(callId)) return { kind: "failed", error: new StoreWentBack(`call ${callId}`) };
    return isChanged.has(callId) ? { kind: "again" } : { kind: "done", value: null };
  });
}

async function toResults(
  openings: readonly Opening[],
  opened: OpenedCalls | null,
): Promise<ReadonlyMap<Opening, Outcome>> {
  if (opened === null) return new Map();
  const numbers = await opened.numbers;
  return new Map(
    opened.outcomes.flatMap((outcome, at) => {
      const opening = openings[at];
      return opening === undefined ? [] : [[opening, toOutcome(opening, outcome, numbers)] as const];
    }),
  );
}

function toOutcome(
  { lease }: Opening,
  outcome: OpeningOutcome,
  numbers: ReadonlyMap<string, number>,
): Outcome {
  if (outcome.kind === "again") return outcome;
  if (outcome.kind === "lease_lost") return { kind: "failed", error: leaseLost(lease) };
  if (outcome.kind !== "open") return { kind: "done", value: outcome };
  const callId = numbers.get(outcome.attempt);
  // The row was held when it was read under the lock, under which leases are taken.
  if (callId === undefined) return { kind: "failed", error: leaseLost(lease) };
  return { kind: "done", value: { kind: "open", callId, page: outcome.page } };
}
