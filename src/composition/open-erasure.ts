import { readPage } from "../leonar/read-page.ts";
import type { ForgetDeps } from "../privacy/forget.ts";
import type { PurgeDeps } from "../privacy/purge.ts";
import { makeErasureStore } from "../privacy/store/erasure-store.ts";
import { isKnownCall } from "../runs/walk/store/read-walk.ts";
import { recordAnswer } from "../runs/walk/store/record-answer.ts";
import { type App, loadSuppressionSecret, openSpool } from "./open-app.ts";

/** What erasing people needs, which is no key. @throws UsageError for another pepper than the store's */
export async function makeForget(app: App): Promise<ForgetDeps> {
  const { db } = app.store;
  return {
    erasure: makeErasureStore(db, await loadSuppressionSecret(app)),
    spool: await openSpool(app),
    walks: {
      isKnownCall: (callId, attempt) => isKnownCall(db, callId, attempt),
      recordAnswer: (callId, answer) => recordAnswer(db, callId, answer),
    },
    search: { readPage },
  };
}

/** What deleting by age needs. @throws UsageError for another pepper than the store's */
export async function makePurge(app: App): Promise<PurgeDeps> {
  const { retentionDays, rawRetentionDays } = app.config;
  return {
    erasure: makeErasureStore(app.store.db, await loadSuppressionSecret(app)),
    rules: { people: retentionDays, raw: rawRetentionDays },
  };
}
