import { bindOperations } from "../../database/bind-operations.ts";
import type { Database } from "../../database/database.ts";
import { readMoved } from "../../database/read-migrated-to.ts";
import { allowRetry } from "./allow-key-retry.ts";
import { rememberAddress } from "./buying-address.ts";
import { holdSpending } from "./hold-spending.ts";
import { forgetPrice, readPrices } from "./price-classes.ts";
import { readLimitUse } from "./read-limit-use.ts";
import { readBalances, readLedger, readSettledTogether, readSuspense } from "./read-spend.ts";
import { resolveSuspense } from "./resolve-suspense.ts";
import { findSettleable, settleCalls } from "./settle-call.ts";

/** The credits of a store, for reports and corrections. Every function may throw StoreUnavailable. */
export function makeLedgerStore(db: Database) {
  return bindOperations(db, {
    lines: readLedger,
    suspense: readSuspense,
    balances: readBalances,
    resolveSuspense,
    settledTogether: readSettledTogether,
    prices: readPrices,
    forgetPrice,
    settleable: findSettleable,
    settle: settleCalls,
    rememberAddress,
    allowRetry,
    hold: holdSpending,
    movedTo: readMoved,
    limitUse: readLimitUse,
  });
}
