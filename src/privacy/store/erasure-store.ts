import type { Database } from "../../database/database.ts";
import type { SuppressionSecret } from "../../people/store/suppressed-people.ts";
import type { ErasureStore } from "../privacy-store.ts";
import {
  claimPurge,
  mayPurge,
  purgePeople,
  purgeRaw,
  readOverdue,
  refreshStatistics,
} from "./delete-expired.ts";
import { suppressedButStored } from "./find-resurrected.ts";
import { forgetPeople } from "./forget-people.ts";
import { planErasure } from "./preview-erasure.ts";

/** Deletes people in Postgres. */
export function makeErasureStore(db: Database, keys: SuppressionSecret): ErasureStore {
  return {
    planErasure: (asked) => planErasure(db, asked),
    erase: (asked) => forgetPeople(db, keys, asked),
    refreshStatistics: () => refreshStatistics(db),
    overdue: (rules) => readOverdue(db, rules),
    purgeRaw: (rules) => purgeRaw(db, rules),
    purgePeople: (rules) => purgePeople(db, rules),
    suppressedButStored: () => suppressedButStored(db, keys),
    mayPurge: () => mayPurge(db),
    claimPurge: () => claimPurge(db),
  };
}
