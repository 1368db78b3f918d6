import { bindOperations } from "../../database/bind-operations.ts";
import type { Database } from "../../database/database.ts";
import type { PersonKey } from "../../people/identity/person-keys.ts";
import type { SuppressionSecret } from "../../people/store/suppressed-people.ts";
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

/** Deletes people in Postgres. Every function may throw StoreUnavailable. */
export function makeErasureStore(db: Database, secret: SuppressionSecret) {
  return {
    ...bindOperations(db, {
      planErasure,
      refreshStatistics,
      overdue: readExpired,
      purgeRaw,
      purgePeople,
      mayPurge,
      claimPurge,
    }),
    erase: (keys: readonly PersonKey[]) => forgetPeople(db, secret, keys),
    redactBrokenAnswers: () => redactBrokenAnswers(db, secret),
    suppressedButStored: () => suppressedButStored(db, secret),
  };
}
