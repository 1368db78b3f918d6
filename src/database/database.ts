import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import pg from "pg";
import type { z } from "zod";
import { StoreRefused } from "../values/errors.ts";
import { toStoreError } from "./sql-errors.ts";

// Counts and ids stay far below 2^53; as text every sum in JavaScript would be a concatenation.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const dialect = new PgDialect({ casing: "snake_case" });

const { TIMESTAMPTZ, TIMESTAMP, DATE, INTERVAL } = pg.types.builtins;
/** Times stay as Postgres writes them, to the microsecond; whoever wants a `Date` says so in its schema. */
const TIMES: ReadonlySet<number> = new Set([TIMESTAMPTZ, TIMESTAMP, DATE, INTERVAL]);
const types: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: "text" | "binary") =>
    TIMES.has(id) ? String : pg.types.getTypeParser(id, format as "text"),
};

/** What statements run on: one connection within a transaction, any of the pool outside. */
export interface Sql {
  /** @throws StoreUnavailable, StoreRefused */
  rows<Row>(schema: z.ZodType<Row>, query: SQL): Promise<Row[]>;
  /** The only row of a query that always gives one. @throws StoreUnavailable, StoreRefused */
  row<Row>(schema: z.ZodType<Row>, query: SQL): Promise<Row>;
  /** Gives the number of rows touched. @throws StoreUnavailable, StoreRefused */
  execute(query: SQL): Promise<number>;
}

/**
 * Statements go out in the order in which they are asked for, without waiting for each other's answers: those asked for
 * in one `Promise.all` cost one round trip.
 */
export interface Transaction extends Sql {
  /** Sends a statement whose answer nobody needs; the transaction commits only where it went well. */
  later(query: SQL): void;
}

export interface TransactionOptions {
  /**
   * Its statements look up few rows each, and come again and again: they are prepared once a connection, and planned so
   * that they go by an index whatever is known of the tables, which may have been empty a minute ago.
   */
  readonly frequent?: true;
  /**
   * Lets go of its locks before the disk has what it did, and returns once it has: for a lock on which everybody waits. Should
   * the server lose it in between, it loses all that was built on it too.
   */
  readonly earlyRelease?: true;
}

export interface Database extends Sql {
  readonly pool: pg.Pool;
  /**
   * Runs `work` in one transaction: committed when it returns, rolled back when it throws. No HTTP call goes inside.
   * @throws StoreUnavailable, StoreRefused in place of any error of the driver
   */
  transaction<Result>(
    work: (tx: Transaction) => Promise<Result>,
    options?: TransactionOptions,
  ): Promise<Result>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Most connections at once. */
  readonly connections: number;
  readonly applicationName: string;
  /** Keeps connections however long they are idle: with one of them, temporary tables and session locks stay. */
  readonly keepIdle?: true;
}

/** Frees the locks of a process that stands still. As an option of the connection a pooler would refuse it. */
const PATIENCE = { idle_in_transaction_session_timeout: "60s" };
const BY_INDEX = { enable_seqscan: "off", enable_hashjoin: "off", enable_mergejoin: "off" };

const BEFORE_THE_DISK = { synchronous_commit: "off" };
/**
 * Commits, then writes to the log and waits until the disk has all of it so far; a transaction that writes nothing would not
 * wait. One message, because a pooler gives a connection away once a transaction has ended: the answer to what was sent after a COMMIT
 * would come to somebody else, were this process to die in between.
 */
const COMMIT_EARLY = "commit; select pg_logical_emit_message(true, '', '')";

/** Begins a transaction with its settings, in one message. */
function beginning({ frequent, earlyRelease }: TransactionOptions): string {
  const settings = {
    ...PATIENCE,
    ...(frequent && BY_INDEX),
    ...(earlyRelease && BEFORE_THE_DISK),
  };
  const lines = Object.entries(settings).map(([name, value]) => `set local ${name} = '${value}'`);
  return ["begin", ...lines].join("; ");
}

/** Opens a pool; no connection is made before the first statement. */
export function openDatabase({ url, connections, applicationName, keepIdle }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    ...(keepIdle === true ? { idleTimeoutMillis: 0 } : {}),
    pipeline: true,
  });
  // A connection that breaks is replaced at the next use, and its statement fails by itself; without listeners, one for
  // idle connections and one for those in use, it would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return {
    ...makeSql(pool),
    pool,
    transaction: makeTransaction(pool),
    close: () => pool.end(),
  };
}

/** Statements on a connection that is not one of a `Database`. */
export function makeSql(client: pg.Pool | pg.PoolClient | pg.Client, isPrepared = false): Sql {
  const run = async (query: SQL): Promise<pg.QueryResult> => {
    // Sent before anything is waited for, so that statements stay in the order in which they are asked for.
    const { sql: text, params } = dialect.sqlToQuery(query);
    try {
      const name = isPrepared ? { name: nameOf(text) } : {};
      return await client.query({ ...name, text, values: params, types });
    } catch (error) {
      throw toStoreError(error);
    }
  };
  const rows: Sql["rows"] = async (schema, query) => (await run(query)).rows.map((row) => schema.parse(row));
  return {
    rows,
    async row(schema, query) {
      const [first] = await rows(schema, query);
      if (first === undefined) throw new TypeError("a query that always gives a row gave none");
      return first;
    },
    execute: async (query) => (await run(query)).rowCount ?? 0,
  };
}

/**
 * A server behind a pooler may not know what was prepared; then, and from then on, statements are sent whole. They are named
 * after their text, so that no pooler can pass off one for another.
 */
function makeTransaction(pool: pg.Pool): Database["transaction"] {
  let prepares = true;
  return async (work, options = {}) => {
    const isPrepared = prepares && options.frequent === true;
    try {
      return await runTransaction(pool, work, options, isPrepared);
    } catch (error) {
      if (!(isPrepared && error instanceof StoreRefused && NOT_PREPARED.has(error.code))) throw error;
      prepares = false;
      return runTransaction(pool, work, options, false);
    }
  };
}

/** Drizzle's own `transaction` on a pool leaks the connection when BEGIN fails. */
async function runTransaction<Result>(
  pool: pg.Pool,
  work: (tx: Transaction) => Promise<Result>,
  options: TransactionOptions,
  isPrepared: boolean,
): Promise<Result> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toStoreError(error);
  });
  const sent: Promise<unknown>[] = [];
  const { tx, plainly } = makeTransactionSql(client, isPrepared, sent);
  let broken: Error | undefined;
  try {
    // Never by name: were it not known, what follows would be no transaction.
    plainly(beginning(options));
    const result = await work(tx);
    plainly(options.earlyRelease === true ? COMMIT_EARLY : "commit");
    await Promise.all(sent);
    return result;
  } catch (error) {
    // What was sent may end with a COMMIT, after which nothing may be sent before its answer is here: see COMMIT_EARLY.
    await Promise.allSettled(sent);
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    throw await reasonOf(toStoreError(error), sent);
  } finally {
    client.release(broken);
  }
}

/** @param sent takes every answer that is to come */
function makeTransactionSql(
  client: pg.PoolClient,
  isPrepared: boolean,
  sent: Promise<unknown>[],
): { tx: Transaction; plainly: (text: string) => void } {
  const statements = makeSql(client, isPrepared);
  const holdBack = makeHoldBack(client);
  const send = <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    holdBack();
    const statement = ask();
    // All are waited for at the end; until then the failure of one must not count as nobody's business.
    statement.catch(() => {});
    sent.push(statement);
    return statement;
  };
  const tx: Transaction = {
    rows: (schema, query) => send(() => statements.rows(schema, query)),
    row: (schema, query) => send(() => statements.row(schema, query)),
    execute: (query) => send(() => statements.execute(query)),
    later: (query) => void send(() => statements.execute(query)),
  };
  const plainly = (text: string) =>
    client.query(text).catch((error: unknown) => {
      throw toStoreError(error);
    });
  return { tx, plainly: (text) => void send(() => plainly(text)) };
}

/**
 * Has what is written to a connection in one turn of the event loop leave together: each statement alone would cost a call
 * of the system, which is dearer than the statement is.
 */
function makeHoldBack(client: pg.PoolClient): () => void {
  let isHeld = false;
  return () => {
    if (isHeld) return;
    isHeld = true;
    // node-postgres names its stream nowhere in its types.
    const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection;
    stream.cork();
    process.nextTick(() => {
      isHeld = false;
      stream.uncork();
    });
  };
}

const names = new Map<string, string>();

/** The name of a prepared statement; the texts are those in our own code, so that there are few. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = createHash("sha256").update(text).digest("hex").slice(0, 32);
  names.set(text, name);
  return name;
}

/** There is no statement of that name; there is one already; its answer has other columns since a migration. */
const NOT_PREPARED: ReadonlySet<string> = new Set(["26000", "42P05", "0A000"]);
const TRANSACTION_LOST = "25P02";

/** A statement after one that failed, and that nobody waited for, only says that the transaction is lost. */
async function reasonOf(error: Error, sent: readonly Promise<unknown>[]): Promise<Error> {
  if (!(error instanceof StoreRefused && error.code === TRANSACTION_LOST)) return error;
  const first = (await Promise.allSettled(sent)).find((answer) => answer.status === "rejected");
  return first === undefined ? error : toStoreError(first.reason);
}
