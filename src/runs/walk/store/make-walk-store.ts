import pLimit from "p-limit";
import type { SpendingLimits } from "../../../credits/check-limits.ts";
import type { Database } from "../../../database/database.ts";
import type { SuppressionSecret } from "../../../people/store/suppressed-people.ts";
import type { WalkStore } from "../walk-store.ts";
import { toRecordedPage } from "./apply-page.ts";
import { beginWalk } from "./begin-walk.ts";
import { cancelReservation } from "./cancel-reservation.ts";
import { finishWalk, releaseLease } from "./finish-walk.ts";
import { makeLedgerGroups } from "./ledger-groups.ts";
import { makePageGroups } from "./page-groups.ts";
import { isKnownCall, readBody, readSearch, readUnappliedCalls } from "./read-walk.ts";
import { packAnswer } from "./record-answer.ts";
import { recordFailure } from "./record-failure.ts";
import { acquireLease, type LeaseOwner, renewLease } from "./take-lease.ts";
import { failureWithoutSuppressed, withoutSuppressed } from "./without-suppressed.ts";

/**
 * Most transactions of one process that wait for the ledger at once. Postgres wakes all waiters of a lock whenever it is
 * free, so that many waiters slow each other down; the transactions beyond this number wait in the process.
 */
const MAX_LEDGER_TRANSACTIONS = 8;

/** Money and state of walks in Postgres. */
export function makeWalkStore(
  db: Database,
  spending: SpendingLimits,
  secret: SuppressionSecret,
  holder: LeaseOwner,
): WalkStore {
  const atLedger = pLimit(MAX_LEDGER_TRANSACTIONS);
  const ledger = makeLedgerGroups({ db, spending });
  const apply = makePageGroups({ db, secret });
  return {
    acquireLease: (walkId) => atLedger(() => acquireLease(db, holder, walkId)),
    beginWalk: (lease) => beginWalk(db, lease),
    searchOf: (lease) => readSearch(db, lease),
    unappliedCalls: (lease) => readUnappliedCalls(db, lease),
    bodyOf: (callId) => readBody(db, callId),
    openCall: ledger.open,
    cancelReservation: (lease, attempt) => cancelReservation(db, lease, attempt),
    isKnownCall: (callId, attempt) => isKnownCall(db, callId, attempt),
    recordAnswer: async (callId, answer, attempt) => {
      const kept = await withoutSuppressed(db, secret, answer);
      return ledger.record(await packAnswer({ callId, attempt: attempt ?? null }, kept));
    },
    recordFailure: async (callId, failure, attempt) => {
      const kept = await failureWithoutSuppressed(db, secret, failure);
      return atLedger(() => recordFailure(db, callId, kept, attempt));
    },
    applyPage: (lease, callId, page, detail) => apply(toRecordedPage(lease, callId, page, detail)),
    finishWalk: (lease, ending) => finishWalk(db, lease, ending),
    releaseLease: (lease) => releaseLease(db, lease),
    renewLease: (lease) => renewLease(db, lease),
  };
}
