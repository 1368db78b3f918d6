import { bindOperations } from "../../database/bind-operations.ts";
import type { Database } from "../../database/database.ts";
import { purgeQueue } from "../../database/scrub/purge-queue.ts";
import type { PersonKey } from "../../people/identity/person-keys.ts";
import type { SuppressionSecret } from "../../people/store/suppressed-people.ts";
import type { RetentionRules } from "../purge.ts";
import type { ScrubOutcome } from "../scrub-outcome.ts";
import {
  claimPurge,
  mayPurge,
  purgePeople,
  purgeRaw,
  readExpired,
  refreshStatistics,
} from "./delete-expired.ts";
import { suppressedButStored } from "./find-resurrected.ts";
import { forgetPeople } from "./forget-people.ts";
import { planErasure } from "./preview-erasure.ts";
import { redactBrokenAnswers } from "./redact-broken.ts";
import { isScrubDue, scrubStore } from "./scrub/scrub-store.ts";

export interface ErasureOptions {
  /** Whether the server is the embedded one, whose files are ours to scrub. */
  readonly isEmbedded: boolean;
}

/** Deletes people in Postgres. Every function may throw StoreUnavailable. */
export function makeErasureStore(db: Database, secret: SuppressionSecret, { isEmbedded }: ErasureOptions) {
  return {
    ...bindOperations(db, {
      planErasure,
      overdue: readExpired,
      purgeRaw,
      purgePeople,
      mayPurge,
      claimPurge,
    }),
    purgeQueue: ({ raw }: RetentionRules) => purgeQueue(db, raw),
    isScrubDue: async () => isEmbedded && (await isScrubDue(db)),
    scrub: () => (isEmbedded ? scrubStore(db) : leaveToServer(db)),
    erase: (keys: readonly PersonKey[]) => forgetPeople(db, secret, keys),
    redactBrokenAnswers: () => redactBrokenAnswers(db, secret),
    suppressedButStored: () => suppressedButStored(db, secret),
  };
}

/** The statistics are renewed at once; deleted rows stay in the files of a server that is not ours until it reuses their space. */
async function leaveToServer(db: Database): Promise<ScrubOutcome> {
  await refreshStatistics(db);
  return { state: "left_to_server", remains: [] };
}
