import "../../queue/require-scram.ts";
import pg from "pg";
import type { Sql } from "../database.ts";
import { schemaOf } from "../namespace/store-schema.ts";
import { toStoreError } from "../sql-errors.ts";
import { makeSql } from "../statements/make-sql.ts";
import { BEGIN, settingsStatement } from "../statements/session-settings.ts";

/** One connection within a transaction, which can also run COPY. */
export interface Connection {
  /** The schema of the store there. */
  readonly schema: string;
  readonly client: pg.Client;
  readonly sql: Sql;
}

/** There is no time limit for statements or for idling, because one end waits while the other works; locks must come within 3 seconds. */
const LIMITS = { statement_timeout: "0", idle_in_transaction_session_timeout: "0", lock_timeout: "3s" };

/** A snapshot shows the database as it was at one moment, whatever is written in the meantime. */
const MODES = {
  write: "set transaction read write",
  snapshot: "set transaction isolation level repeatable read, read only",
} as const;

/**
 * Runs `work` in one transaction on a connection of its own: committed when it returns, rolled back when it throws.
 * @throws StoreUnavailable, StoreRefused in place of any error of the driver
 */
export async function inTransaction<Result>(
  url: string,
  work: (connection: Connection) => Promise<Result>,
  mode: keyof typeof MODES = "write",
): Promise<Result> {
  const schema = schemaOf(url);
  const client = new pg.Client({
    connectionString: url,
    application_name: "sourcing db",
    connectionTimeoutMillis: 10_000,
  });
  // A broken connection fails the running statement; an "error" event without a listener would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(`${BEGIN}; ${MODES[mode]}; ${settingsStatement(schema, LIMITS)}`);
    const result = await work({ client, schema, sql: makeSql(client) });
    await client.query("commit");
    return result;
  } catch (error) {
    throw toStoreError(error);
  } finally {
    // Closing the connection rolls back what was not committed.
    await client.end().catch(() => {});
  }
}
