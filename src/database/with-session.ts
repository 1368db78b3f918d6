import type { Database, Sql } from "./database.ts";
import { toStoreError } from "./sql-errors.ts";
import { makeSql } from "./statements/make-sql.ts";

/**
 * Lends one connection for statements that must share a session and may not stand in a transaction. The connection is closed
 * afterwards, and with it every setting and lock of the session.
 * @throws StoreUnavailable, StoreRefused
 */
export async function withSession<Result>(
  { pool }: Pick<Database, "pool">,
  work: (session: Sql) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toStoreError(error);
  });
  try {
    return await work(makeSql(client));
  } finally {
    client.release(true);
  }
}
