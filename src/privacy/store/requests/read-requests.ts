import { sql } from "drizzle-orm";
import type { Database } from "../../../database/database.ts";
import { type DataRequest, dataRequestSchema } from "../../data-request.ts";

/** The open requests, the most pressing first, then the newest that are answered. @param answered most of those */
export async function readRequests(db: Database, answered: number): Promise<DataRequest[]> {
  return db.rows(
    dataRequestSchema,
    sql`select id, kind, subject, to_char(received_on, 'YYYY-MM-DD') as "receivedOn", to_char(due_on, 'YYYY-MM-DD') as "dueOn",
          due_on - current_date as "daysLeft", recorded_by as "recordedBy", done_at as "doneAt", done_by as "doneBy", outcome
        from (select * from data_requests where done_at is null
          union all (select * from data_requests where done_at is not null order by done_at desc limit ${answered})) as shown
        order by done_at desc nulls first, due_on, id`,
  );
}
