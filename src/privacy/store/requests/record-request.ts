import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../../../database/database.ts";
import { sanitizeText } from "../../../values/text.ts";
import type { DataRequest } from "../../data-request.ts";

const idRow = z.object({ id: z.number() });

/** Writes down what a person asked for, and returns its number. It is due one month after it came. */
export async function recordRequest(
  db: Database,
  {
    kind,
    subject,
    receivedOn,
    recordedBy,
  }: Pick<DataRequest, "kind" | "receivedOn" | "recordedBy"> & {
    readonly subject: string;
  },
): Promise<number> {
  const { id } = await db.row(
    idRow,
    sql`insert into data_requests (kind, subject, received_on, due_on, recorded_by)
        values (${kind}, ${sanitizeText(subject)}, ${receivedOn}::date, (${receivedOn}::date + interval '1 month')::date, ${recordedBy})
        returning id`,
  );
  return id;
}

/** Notes that a request was answered, and drops how the person named themselves. False where it is not open. */
export async function closeRequest(
  db: Database,
  { id, doneBy, outcome }: { readonly id: number; readonly doneBy: string; readonly outcome: string },
): Promise<boolean> {
  const closed = await db.execute(
    sql`update data_requests set done_at = now(), done_by = ${doneBy}, outcome = ${outcome}, subject = null
        where id = ${id} and done_at is null`,
  );
  return closed > 0;
}
