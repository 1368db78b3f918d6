import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";
import { NOT_NOTIFIED, NOTICE_DUE_AT } from "./notice-due.ts";

export const noticeCountsSchema = z.object({
  /** People whose month is over, and those whose month ends within a week; at most 10,000 of each are counted. */
  due: z.number(),
  soon: z.number(),
});
export type NoticeCounts = z.infer<typeof noticeCountsSchema>;

/** Returns how many people have to be told that they are stored. */
export async function countNotices(db: Sql): Promise<NoticeCounts> {
  return db.row(
    noticeCountsSchema,
    sql`select (select count(*) from (select from profiles where ${NOT_NOTIFIED} and ${NOTICE_DUE_AT} <= now() limit 10000) as due) as due,
          (select count(*) from (select from profiles where ${NOT_NOTIFIED} and ${NOTICE_DUE_AT} > now()
            and ${NOTICE_DUE_AT} <= now() + interval '7 days' limit 10000) as soon) as soon`,
  );
}
