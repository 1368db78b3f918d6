import type { RoleConnection } from "../../database/roles/connect-as.ts";
import { UsageError } from "../../values/errors.ts";
import { readQuerySchema } from "./read-query-schema.ts";
import { openReadSession, type ReadSession } from "./read-session.ts";
import { ResultStream } from "./result-stream.ts";
import { toQueryError } from "./to-query-error.ts";

const DEFAULT_TIMEOUT_MS = 30_000;

type Row = readonly unknown[];

/** One statement of SQL. */
export interface SqlQuery {
  readonly statement: string;
  /** For $1, $2, … */
  readonly parameters?: readonly string[];
  /** Whether it may read contacts. */
  readonly contacts?: boolean;
  /** Most rows that are read; null: all. */
  readonly mostRows?: number | null;
  /** How long the database may take for the first or the next rows, in milliseconds. */
  readonly timeoutMs?: number;
  /** Stops the statement, in the database too. */
  readonly signal?: AbortSignal | null;
}

export interface QueryResult {
  readonly columns: readonly string[];
  /** Values are null, texts, numbers, booleans and `SqlValue`. Read from the database as they are taken. @throws UsageError, StoreUnavailable */
  readonly rows: AsyncIterable<readonly unknown[]>;
}

/**
 * Runs one statement as the reader and passes its result to `read`. Times are in UTC. Nothing is ever committed: the
 * transaction ends with the connection.
 * @throws UsageError if the statement fails, returns no rows or would write; StoreUnavailable; what `read` throws
 */
export async function runReadOnly<Result>(
  connection: RoleConnection,
  query: SqlQuery,
  read: (answer: QueryResult) => Promise<Result>,
): Promise<Result> {
  const role = query.contacts === true ? "contacts" : "reader";
  const explain = (error: unknown) =>
    toQueryError(error, query.statement, () => readQuerySchema(connection, role));
  const session = await openReadSession(connection, role).catch(async (error: unknown) => {
    throw await explain(error);
  });
  const running = new RunningQuery(session, query, explain);
  try {
    const rows = running.rows();
    const first = await rows.next();
    if (running.columns.length === 0)
      throw new UsageError("this returns no rows: write a SELECT, or name one of `sourcing queries`");
    const all = first.done === true ? none() : startWith(first.value, rows);
    return await read({ columns: running.columns, rows: all });
  } finally {
    await running.end();
    await session.close();
  }
}

/** One running statement, which the caller's signal or the timeout can stop. */
class RunningQuery {
  readonly #session: ReadSession;
  readonly #query: SqlQuery;
  readonly #explain: (error: unknown) => Promise<Error>;
  readonly #stream: ResultStream;
  /** Why it was stopped; null: it was not. */
  #stopped: UsageError | null = null;
  #cancelled: Promise<void> = Promise.resolve();
  readonly #onAbort = () => this.#stop(new UsageError("the query was stopped"));

  constructor(session: ReadSession, query: SqlQuery, explain: (error: unknown) => Promise<Error>) {
    this.#session = session;
    this.#query = query;
    this.#explain = explain;
    const { statement, parameters = [], mostRows = null, signal } = query;
    this.#stream = session.client.query(
      new ResultStream({ statement, parameters, mostRows, arrays: session.arrays }),
    );
    // `rows` throws the error; without a listener the event would end the process.
    this.#stream.on("error", () => {});
    signal?.addEventListener("abort", this.#onAbort);
    if (signal?.aborted) this.#onAbort();
  }

  get columns(): readonly string[] {
    return this.#stream.columns;
  }

  async *rows(): AsyncGenerator<Row, void, undefined> {
    const { mostRows = null } = this.#query;
    let count = 0;
    try {
      for await (const row of this.#rowsInTime()) {
        yield row;
        count += 1;
        if (count === mostRows) return;
      }
    } catch (error) {
      throw this.#stopped ?? (await this.#explain(error));
    }
  }

  /** Only waiting for the database counts towards the timeout, not the time that the caller takes per row. */
  async *#rowsInTime(): AsyncGenerator<Row, void, undefined> {
    const { timeoutMs = DEFAULT_TIMEOUT_MS } = this.#query;
    let isWaiting = true;
    const timer = setTimeout(() => {
      if (isWaiting) this.#stop(timedOut(timeoutMs));
    }, timeoutMs);
    try {
      for await (const row of this.#stream) {
        isWaiting = false;
        yield row;
        isWaiting = true;
        timer.refresh();
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #stop(reason: UsageError): void {
    if (this.#stopped !== null) return;
    this.#stopped = reason;
    // If cancelling fails, the connection still ends.
    this.#cancelled = this.#session.cancel().catch(() => {});
    this.#stream.destroy(reason);
  }

  async end(): Promise<void> {
    this.#query.signal?.removeEventListener("abort", this.#onAbort);
    await this.#cancelled;
    this.#stream.destroy();
  }
}

function timedOut(timeoutMs: number): UsageError {
  return new UsageError(
    `the query was stopped after ${timeoutMs / 1_000} s; --timeout 5m gives it more time`,
  );
}

async function* none(): AsyncGenerator<Row, void, undefined> {}

async function* startWith(
  first: Row,
  rest: AsyncGenerator<Row, void, undefined>,
): AsyncGenerator<Row, void, undefined> {
  yield first;
  yield* rest;
}
