import pLimit from "p-limit";
import type { WalkStore } from "../../ports.ts";
import type { SpendingRules } from "../../../credits/check-limits.ts";
import type { Database } from "../../../database/database.ts";
import { openCall } from "./open-call.ts";
import { recordAnswer } from "./record-answer.ts";
import { recordFailure } from "./record-failure.ts";
import { voidCall } from "./void-call.ts";
import { applyCall } from "./apply-page.ts";
import type { SuppressionKeys } from "../../../people/store/suppressed-people.ts";
import { beginWalk } from "./begin-walk.ts";
import { finishWalk, giveWalkBack } from "./finish-walk.ts";
import { knowsCall, readBody, readSearch, readUnappliedCalls } from "./read-walk.ts";
import { type LeaseHolder, renewLease, takeWalk } from "./take-lease.ts";

/**
 * How many transactions of one process ask for the ledger at once. Whoever waits in the server is woken whenever anybody is
 * done, so that many get in each other's way; those beyond wait here.
 */
const AT_THE_LEDGER = 8;

/** Money and state of walks in Postgres. */
export function makeWalkStore(
  db: Database,
  rules: SpendingRules,
  keys: SuppressionKeys,
  holder: LeaseHolder,
): WalkStore {
  const atLedger = pLimit(AT_THE_LEDGER);
  return {
    takeWalk: (walkId) => atLedger(() => takeWalk(db, holder, walkId)),
    beginWalk: (lease) => beginWalk(db, lease),
    searchOf: (lease) => readSearch(db, lease),
    unappliedCalls: (lease) => readUnappliedCalls(db, lease),
    bodyOf: (callId) => readBody(db, callId),
    openCall: (lease, wish, attempt) => atLedger(() => openCall(db, rules, lease, wish, attempt)),
    voidCall: (lease, attempt) => voidCall(db, lease, attempt),
    knowsCall: (callId, attempt) => knowsCall(db, callId, attempt),
    recordAnswer: (callId, answer) => atLedger(() => recordAnswer(db, callId, answer)),
    recordFailure: (callId, failure) => atLedger(() => recordFailure(db, callId, failure)),
    applyCall: (lease, callId, page, detail) => applyCall(db, keys, lease, callId, page, detail),
    finishWalk: (lease, ending) => finishWalk(db, lease, ending),
    giveWalkBack: (lease) => giveWalkBack(db, lease),
    renewLease: (lease) => renewLease(db, lease),
  };
}
