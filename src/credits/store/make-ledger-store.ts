import { bindOperations } from "../../database/bind-operations.ts";
import type { Database } from "../../database/database.ts";
import { readMoved } from "../../database/read-migrated-to.ts";
import { allowRetry } from "./allow-key-retry.ts";
import { holdSpending } from "./hold-spending.ts";
import { readBalances, readLedger, readSuspense } from "./read-spend.ts";
import { resolveSuspense } from "./resolve-suspense.ts";
import { settleCall } from "./settle-call.ts";

/** The credits of a store, for reports and corrections. Every function may throw StoreUnavailable. */
export function makeLedgerStore(db: Database) {
  return bindOperations(db, {
    lines: readLedger,
    suspense: readSuspense,
    balances: readBalances,
    resolveSuspense,
    settle: settleCall,
    allowRetry,
    hold: holdSpending,
    movedTo: readMoved,
  });
}
