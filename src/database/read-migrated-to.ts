import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "./database.ts";

const movedRow = z.object({ movedTo: z.string().nullable() });

/** The address to which `db copy` moved this store; null: it was not moved. */
export async function readMoved(db: Sql): Promise<string | null> {
  return (await db.row(movedRow, sql`select moved_to as "movedTo" from ledger_state`)).movedTo;
}
