import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";
import { idList } from "../../../database/text-list.ts";
import { PAGE_LIST, pageListSchema } from "../../plan/store/page-list.ts";
import { WALK_ENDS } from "../next-step.ts";
import { HAS_LOOPED, LARGEST_OTHER_PAGE } from "./newest-page.ts";

const callRow = z.object({
  id: z.number(),
  list: pageListSchema,
  page: z.number(),
  applied: z.boolean(),
  hasEarlier: z.boolean(),
  answeredOn: z.string(),
  nextPage: z.number(),
  end: z.enum(WALK_ENDS).nullable(),
  looped: z.boolean(),
  largestOther: z.number(),
  pagesWithoutNewcomers: z.number(),
  pagesOfKnownPeople: z.number(),
  totalCountBefore: z.number().nullable(),
  boughtBefore: z.boolean(),
});
/** A call that is answered, and where its pass stands. */
export type RecordedCall = z.infer<typeof callRow>;

/** Whether an earlier page of the pass is recorded and not applied. */
const HAS_EARLIER = sql`exists (select from calls earlier where earlier.pass_id = calls.pass_id and earlier.id < calls.id
  and earlier.outcome = 'answered' and earlier.applied_at is null)`;

/** Locks the calls, because the walks of two runs may apply a late page at the same moment. */
export async function readRecordedCalls(tx: Sql, ids: readonly number[]): Promise<Map<number, RecordedCall>> {
  const rows = await tx.rows(
    callRow,
    sql`select calls.id, calls.page, calls.applied_at is not null as applied,
          ${HAS_EARLIER} as "hasEarlier",
          to_char(calls.answered_at at time zone 'UTC', 'YYYY-MM-DD') as "answeredOn",
          passes.next_page as "nextPage", passes.end_reason as end, ${HAS_LOOPED} as looped, ${LARGEST_OTHER_PAGE} as "largestOther",
          passes.pages_without_newcomers as "pagesWithoutNewcomers",
          passes.pages_of_known_people as "pagesOfKnownPeople",
          coalesce((select before.total_count from calls before where before.pass_id = calls.pass_id and before.page < calls.page
            and before.total_count is not null order by before.page desc, before.id desc limit 1),
            passes.total_count_before) as "totalCountBefore",
          exists (select from calls other where other.pass_id = calls.pass_id and other.page = calls.page
            and other.id < calls.id and other.outcome = 'answered') as "boughtBefore", ${PAGE_LIST} as list
        from calls join passes on passes.id = calls.pass_id
        where calls.id in (${idList(ids)}) order by calls.id for no key update of calls`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
