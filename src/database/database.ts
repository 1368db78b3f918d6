import type { SQL } from "drizzle-orm";
import type pg from "pg";
import type { z } from "zod";

/** Runs statements: on one connection within a transaction, on any connection of the pool outside of one. */
export interface Sql {
  /** @throws StoreUnavailable, StoreRefused */
  rows<Row>(schema: z.ZodType<Row>, query: SQL): Promise<Row[]>;
  /** Returns the only row of a query that always returns one. @throws StoreUnavailable, StoreRefused */
  row<Row>(schema: z.ZodType<Row>, query: SQL): Promise<Row>;
  /** Returns the number of rows that the statement touched. @throws StoreUnavailable, StoreRefused */
  execute(query: SQL): Promise<number>;
}

/**
 * Statements are sent in the order of the calls, without waiting for earlier answers: several in one `Promise.all` cost one
 * round trip.
 */
export interface Transaction extends Sql {
  /** Sends a statement without waiting for its result. The transaction commits only if the statement succeeded. */
  send(query: SQL): void;
}

export interface TransactionOptions {
  /**
   * For short statements that run often. They are prepared once per connection and planned with index scans only, because
   * statistics of a table that was empty a minute ago would choose a sequential scan.
   */
  readonly prepared?: true;
  /**
   * Commits asynchronously, so that locks are released before the write-ahead log is on the disk, and returns once it is.
   * For locks that many processes wait for. If the server crashes in between, it loses this transaction and every one that
   * was built on it.
   */
  readonly flushAfterCommit?: true;
}

export interface Database extends Sql {
  readonly pool: pg.Pool;
  /** The schema of the store, in which every statement finds its tables. */
  readonly schema: string;
  /**
   * Runs `work` in one transaction: commits when it returns, rolls back when it throws. `work` makes no HTTP call.
   * @throws StoreUnavailable, StoreRefused in place of any error of the driver
   */
  transaction<Result>(
    work: (tx: Transaction) => Promise<Result>,
    options?: TransactionOptions,
  ): Promise<Result>;
  close(): Promise<void>;
}
