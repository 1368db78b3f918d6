import { bindOperations } from "../database/bind-operations.ts";
import type { SearchAnswer } from "../leonar/profile-search.ts";
import { readPage } from "../leonar/read-page.ts";
import { makeErasureStore } from "../privacy/store/make-erasure-store.ts";
import { isKnownCall } from "../runs/walk/store/read-walk.ts";
import { recordAnswer } from "../runs/walk/store/record-answer.ts";
import { withoutSuppressed } from "../runs/walk/store/without-suppressed.ts";
import type { App } from "./open-app.ts";
import { openSpool } from "./open-spool.ts";
import { loadSuppressionSecret } from "./suppression-secret.ts";

/** Returns what erasing a person needs; an API key is not needed. @throws UsageError for a wrong pepper */
export async function makeForget(app: App) {
  const { db } = app.store;
  const secret = await loadSuppressionSecret(app);
  return {
    erasure: makeErasureStore(db, secret),
    spool: await openSpool(app),
    walks: {
      ...bindOperations(db, { isKnownCall }),
      recordAnswer: async (callId: number, answer: SearchAnswer) =>
        recordAnswer(db, callId, await withoutSuppressed(db, secret, answer)),
    },
    search: { readPage },
  };
}

/** Returns what deleting by age needs. @throws UsageError for a wrong pepper */
export async function makePurge(app: App) {
  const { retentionDays, rawRetentionDays } = app.config;
  return {
    erasure: makeErasureStore(app.store.db, await loadSuppressionSecret(app)),
    rules: { people: retentionDays, raw: rawRetentionDays },
  };
}
