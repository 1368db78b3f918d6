import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "./database.ts";

const identityRow = z.object({ identity: z.string() });

async function identityOf(db: Sql): Promise<string> {
  const { identity } = await db.row(
    identityRow,
    sql`select concat_ws(' ', oid, datname, extract(epoch from pg_postmaster_start_time())) as identity
        from pg_database where datname = current_database()`,
  );
  return identity;
}

/** Whether two connections are to the same database of the same server. @throws StoreUnavailable, StoreRefused */
export async function isSameDatabase(one: Sql, other: Sql): Promise<boolean> {
  return (await identityOf(one)) === (await identityOf(other));
}
