import type { ErasureStore } from "../app/privacy-store.ts";
import type { Database } from "./database.ts";
import type { SuppressionKeys } from "./people/suppressed-people.ts";
import { forgetPeople } from "./privacy/forget-people.ts";
import { planErasure } from "./privacy/plan-erasure.ts";
import {
  claimPurge,
  mayPurge,
  purgePeople,
  purgeRaw,
  readOverdue,
  refreshStatistics,
} from "./privacy/purge.ts";
import { suppressedButStored } from "./privacy/suppressed-but-stored.ts";

/** Deletes people in Postgres. */
export function makeErasureStore(db: Database, keys: SuppressionKeys): ErasureStore {
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
