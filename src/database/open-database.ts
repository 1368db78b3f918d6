import "../queue/require-scram.ts";
import type { Database } from "./database.ts";
import { makeTransaction } from "./make-transaction.ts";
import { schemaOf } from "./namespace/store-schema.ts";
import { FittingPool } from "./statements/fitting-pool.ts";
import { makeSingleStatements } from "./statements/make-single-statements.ts";

export interface DatabaseOptions {
  /** With the schema of the store, where it is another than `public`: see `withSchema`. */
  readonly url: string;
  /** The maximum number of connections; fewer where the server has no more free. */
  readonly connections: number;
  /** Is told how many it is, where the server has no more free. */
  readonly onFewer?: (allowed: number) => void;
  readonly applicationName: string;
  /** Keeps idle connections open, and with them their temporary tables and session locks. */
  readonly keepIdle?: true;
}

/** Opens a pool. The first statement makes the first connection. */
export function openDatabase({
  url,
  connections,
  applicationName,
  keepIdle,
  onFewer,
}: DatabaseOptions): Database {
  const pool = new FittingPool({
    connectionString: url,
    max: connections,
    onFewer,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    ...(keepIdle === true ? { idleTimeoutMillis: 0 } : {}),
    pipeline: true,
  });
  // An "error" event without a listener ends the process. The pool replaces a broken connection at its next use, and the
  // statement on it fails by itself. The first listener covers idle connections, the second those in use.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const schema = schemaOf(url);
  return {
    ...makeSingleStatements(pool, schema),
    pool,
    schema,
    transaction: makeTransaction(pool, schema),
    close: () => pool.end(),
  };
}
