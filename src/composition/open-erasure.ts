import { bindOperations } from "../database/bind-operations.ts";
import { openDatabase } from "../database/open-database.ts";
import type { SearchAnswer } from "../leonar/profile-search.ts";
import { readPage } from "../leonar/read-page.ts";
import type { ScrubOutcome } from "../privacy/scrub-outcome.ts";
import { makeErasureStore } from "../privacy/store/make-erasure-store.ts";
import { SCRUB_LIMITS, scrubStore } from "../privacy/store/scrub/scrub-store.ts";
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
    erasure: makeErasureStore(db, secret, app.store),
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
    erasure: makeErasureStore(app.store.db, await loadSuppressionSecret(app), app.store),
    rules: { people: retentionDays, raw: rawRetentionDays },
    scrubNow: () => scrubNow(app),
  };
}

/** Scrubs although walks run. It uses the direct address, because a session behind a pooler is not one connection. */
async function scrubNow({ store }: App): Promise<ScrubOutcome> {
  const direct = openDatabase({ url: store.directUrl, connections: 2, applicationName: "sourcing" });
  try {
    return await scrubStore(direct, { ...SCRUB_LIMITS, briefBytes: null });
  } finally {
    await direct.close();
  }
}
