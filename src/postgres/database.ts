import type { SQL } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { z } from "zod";
import { toStoreError } from "./sql-errors.ts";

// Counts and ids stay far below 2^53; as text every sum in JavaScript would be a concatenation.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** What statements run on: one connection within a transaction, any of the pool outside. */
export interface Sql {
  /** The builder, for what it says better than SQL. */
  readonly drizzle: NodePgDatabase;
  /** @throws StoreUnavailable, StoreRefused */
  rows<Row>(schema: z.ZodType<Row>, query: SQL): Promise<Row[]>;
  /** The only row of a query that always gives one. @throws StoreUnavailable, StoreRefused */
  row<Row>(schema: z.ZodType<Row>, query: SQL): Promise<Row>;
  /** Gives the number of rows touched. @throws StoreUnavailable, StoreRefused */
  execute(query: SQL): Promise<number>;
}

export interface Database extends Sql {
  /** For advisory locks and migrations, which need one connection throughout. */
  readonly pool: pg.Pool;
  /**
   * Runs `work` in one transaction: committed when it returns, rolled back when it throws. No HTTP call goes inside.
   * @throws StoreUnavailable, StoreRefused in place of any error of the driver
   */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Most connections at once. */
  readonly connections: number;
  readonly applicationName: string;
}

/** Opens a pool; no connection is made before the first statement. */
export function openDatabase({ url, connections, applicationName }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  // A connection that breaks is replaced at the next use, and its statement fails by itself; without listeners, one for
  // idle connections and one for those in use, it would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return {
    ...makeSql(pool),
    pool,
    transaction: (work) => runTransaction(pool, work),
    close: () => pool.end(),
  };
}

function makeSql(client: pg.Pool | pg.PoolClient): Sql {
  const db = drizzle({ client, casing: "snake_case" });
  const run = async (query: SQL) => {
    try {
      return await db.execute(query);
    } catch (error) {
      throw toStoreError(error);
    }
  };
  const rows: Sql["rows"] = async (schema, query) => (await run(query)).rows.map((row) => schema.parse(row));
  return {
    drizzle: db,
    rows,
    async row(schema, query) {
      const [first] = await rows(schema, query);
      if (first === undefined) throw new TypeError("a query that always gives a row gave none");
      return first;
    },
    execute: async (query) => (await run(query)).rowCount ?? 0,
  };
}

/** Drizzle's own `transaction` on a pool leaks the connection when BEGIN fails. */
async function runTransaction<Result>(pool: pg.Pool, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toStoreError(error);
  });
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await work(makeSql(client));
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    throw toStoreError(error);
  } finally {
    client.release(broken);
  }
}
