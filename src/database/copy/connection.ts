import pg from "pg";
import type { Sql } from "../database.ts";
import { makeSql } from "../make-sql.ts";
import { toStoreError } from "../sql-errors.ts";

/** One connection in a transaction, for COPY too. */
export interface Connection {
  readonly client: pg.Client;
  readonly sql: Sql;
}

/**
 * Both ends write texts alike, whatever their servers are set to, and a copy takes as long as it takes: one end stands
 * idle while the other works. Only for locks nobody waits for long.
 */
const SETTINGS = `set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
  set local extra_float_digits = 1; set local bytea_output = 'hex'; set local search_path = public, pg_catalog;
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local lock_timeout = '3s'`;

/**
 * Runs `work` in one transaction on a connection of its own: committed when it returns, rolled back when it throws.
 * @throws StoreUnavailable, StoreRefused in place of any error of the driver
 */
export async function inTransaction<Result>(
  url: string,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "sourcing db copy",
    connectionTimeoutMillis: 10_000,
  });
  // A connection that breaks fails the statement under way; without a listener it would end the process too.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(`begin; ${SETTINGS}`);
    const result = await work({ client, sql: makeSql(client) });
    await client.query("commit");
    return result;
  } catch (error) {
    throw toStoreError(error);
  } finally {
    // Closing the connection rolls back what was not committed.
    await client.end().catch(() => {});
  }
}
