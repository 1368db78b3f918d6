import { sql } from "drizzle-orm";
import { z } from "zod";
import type { SpendingLimits } from "../../../../credits/check-limits.ts";
import { postingsBetween } from "../../../../credits/postings.ts";
import { postingCtes } from "../../../../credits/store/post-credits.ts";
import type { Transaction } from "../../../../database/database.ts";
import { isHeldByRow } from "../lease.ts";
import type { Opening } from "./opening.ts";

const openedRow = z.object({ id: z.number(), ref: z.string() });

/** A call that may be opened. */
export interface NewCall {
  readonly opening: Opening;
  readonly page: number;
  readonly reserve: number;
  readonly exclusive: boolean;
}

/**
 * Day and month are those of the reservation by the database's clock, whenever the answer comes. Returns the numbers of the
 * calls by attempt.
 */
export async function insertCalls(
  tx: Transaction,
  { keyId, timeZone }: SpendingLimits,
  calls: readonly NewCall[],
): Promise<Map<string, number>> {
  const rows = calls.map(({ opening: { lease, request, attempt }, page, reserve, exclusive }) => ({
    ...{ walk_id: lease.walkId, token: lease.token, price_class: request.priceClass },
    ...{ attempt, page, reserve, exclusive },
  }));
  const postings = calls.map(({ opening, reserve }) => ({
    ref: opening.attempt,
    postings: postingsBetween({ account: "reserved", credits: 0 }, { account: "reserved", credits: reserve }),
  }));
  const inserted = await tx.rows(
    openedRow,
    sql`with changed as (
          insert into calls (run_id, walk_id, pass_id, spec, page, go, key_id, price_class, alone, reserved_credits,
            day, month, attempt)
          select run_id, walks.id, pass_id, walks.spec, opening.page, runs.go, ${keyId}, opening.price_class, opening.exclusive,
            opening.reserve, (now() at time zone ${timeZone})::date, to_char(now() at time zone ${timeZone}, 'YYYY-MM'),
            opening.attempt
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as opening(walk_id bigint, token bigint, price_class text,
              attempt uuid, page integer, reserve bigint, exclusive boolean)
            join walks on ${isHeldByRow(sql`opening`)} join runs on runs.id = walks.run_id
          order by walks.id
          returning id, attempt::text as ref, walk_id, spec, run_id, day, month
        ), ${postingCtes(postings)}
        select id, ref from changed`,
  );
  return new Map(inserted.map(({ id, ref }) => [ref, id]));
}
