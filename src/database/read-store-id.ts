import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "./database.ts";

const storeRow = z.object({ id: z.string() });

/** The id of this store, which a copy keeps. */
export async function readStoreId(db: Sql): Promise<string> {
  const { id } = await db.row(storeRow, sql`select store_id::text as id from ledger_state`);
  return id;
}
