/** One statement of SQL. */
export interface SqlQuery {
  readonly statement: string;
  /** For $1, $2, … */
  readonly parameters?: readonly string[];
  /** Whether it may read contacts. */
  readonly contacts?: boolean;
  /** No more rows than these are read; null: all. */
  readonly mostRows?: number | null;
  /** How long one waits for the database to give the first or the next rows, in milliseconds. */
  readonly timeoutMs?: number;
  /** Stops it, within the database too. */
  readonly signal?: AbortSignal | null;
}

export interface QueryResult {
  readonly columns: readonly string[];
  /** Read from the database as they are taken. @throws UsageError, StoreUnavailable */
  readonly rows: AsyncIterable<readonly unknown[]>;
  /** What whoever asked should know: that no role of its own could be had. */
  readonly warning: string | null;
}

/** The people of a store, for those who ask about them. Every method may throw StoreUnavailable. */
export interface PeopleStore {
  /** Runs a statement that only reads, and lends its answer. @throws UsageError for one that does not work or would write */
  query<Result>(question: SqlQuery, read: (answer: QueryResult) => Promise<Result>): Promise<Result>;
}
