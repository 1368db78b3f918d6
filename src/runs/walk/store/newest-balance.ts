import { type SQL, sql } from "drizzle-orm";

/** What the answer to a call said of the balance; null: nothing that can be read. */
export interface NamedBalance {
  readonly callId: number;
  readonly balance: number | null;
}

/** The balances that some answers have named together. */
interface BalanceSummary {
  /** The newest call of those whose answers named one. */
  readonly newestCallId: number;
  /** The lowest of all. */
  readonly lowest: number;
  /** The lowest of that call's and of those that came after it. */
  readonly lowestSinceNewest: number;
}

/**
 * Sets the balance of a key by what answers have said, in the order in which they came. The balance of the newest call counts.
 * An older call that is answered later may have been charged later too, so that the lower of the two balances is the safe one.
 */
export function setNewestBalance(named: readonly NamedBalance[]): SQL {
  const summary = summarize(named);
  const isMissing = named.at(-1)?.balance === null ? sql`now()` : sql`null`;
  if (summary === null) return sql`balance_missing_at = ${isMissing}`;
  const { newestCallId, lowest, lowestSinceNewest } = summary;
  const isOlder = sql`balance_call_id > ${newestCallId}`;
  return sql`
    balance = case when ${isOlder} then least(api_keys.balance, ${lowest}) else ${lowestSinceNewest} end,
    balance_at = case when ${isOlder} then balance_at else now() end,
    balance_call_id = greatest(balance_call_id, ${newestCallId}), balance_missing_at = ${isMissing}`;
}

function summarize(named: readonly NamedBalance[]): BalanceSummary | null {
  let summary: BalanceSummary | null = null;
  for (const { callId, balance } of named) {
    if (balance === null) continue;
    if (summary === null) {
      summary = { newestCallId: callId, lowest: balance, lowestSinceNewest: balance };
      continue;
    }
    const isNewest: boolean = callId >= summary.newestCallId;
    summary = {
      newestCallId: Math.max(callId, summary.newestCallId),
      lowest: Math.min(balance, summary.lowest),
      lowestSinceNewest: isNewest ? balance : Math.min(balance, summary.lowestSinceNewest),
    };
  }
  return summary;
}
