import { bindOperations } from "../../database/bind-operations.ts";
import type { Database } from "../../database/database.ts";
import { makeRebuilder } from "./rebuild-people.ts";
import { beginReparse, countPeople } from "./reparse-progress.ts";
import { retryRejected } from "./retry-rejected.ts";
import type { SuppressionSecret } from "./suppressed-people.ts";

/** What a rebuild of all people reads and writes in Postgres. Every function may throw StoreUnavailable. */
export function makeReparseStore(db: Database, secret: SuppressionSecret) {
  return {
    ...bindOperations(db, { begin: beginReparse, count: countPeople }),
    retryRejected: (afterCall: number) => retryRejected(db, secret, afterCall),
    rebuildNext: makeRebuilder(db),
  };
}
