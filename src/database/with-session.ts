import { sql } from "drizzle-orm";
import type { Database, Sql } from "./database.ts";
import { toStoreError } from "./sql-errors.ts";
import { makeSql } from "./statements/make-sql.ts";
import { setSearchPath } from "./statements/session-settings.ts";

/**
 * Lends one connection for statements that must share a session and may not stand in a transaction. They find the tables of the
 * store as in a transaction, whatever the server's settings. The connection is closed
 * afterwards, and with it every setting and lock of the session.
 * @throws StoreUnavailable, StoreRefused
 */
export async function withSession<Result>(
  { pool, schema }: Pick<Database, "pool" | "schema">,
  work: (session: Sql) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toStoreError(error);
  });
  try {
    const session = makeSql(client);
    await session.execute(sql.raw(setSearchPath(schema)));
    return await work(session);
  } finally {
    client.release(true);
  }
}
