import { type SQL, sql } from "drizzle-orm";
import { pageAfter } from "../../next-step.ts";
import type { CallRequest, Lease } from "../../walk-store.ts";

/** A call that a walk wants to open. */
export interface Opening {
  readonly lease: Lease;
  readonly request: CallRequest;
  /** A UUID that names the call before it has a number. */
  readonly attempt: string;
}

/**
 * The rows `asked` of a query: walk_id and token of the lease, the page that is bought and not stored yet (null: there is none),
 * the page after it, whether it was cut short, its call, and the price class.
 */
export function askedRows(openings: readonly Opening[]): SQL {
  const rows = openings.map(({ lease, request: { priceClass, unapplied } }) => ({
    walk_id: lease.walkId,
    token: lease.token,
    page: unapplied?.page ?? null,
    page_after: unapplied === null ? null : pageAfter(unapplied),
    cut_short: unapplied?.cutShort ?? null,
    own_call: unapplied?.callId ?? null,
    price_class: priceClass,
  }));
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as asked(walk_id bigint, token bigint, page integer, page_after integer, cut_short boolean, own_call bigint, price_class text)`;
}
