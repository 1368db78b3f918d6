import type { RoleConnection } from "../../database/roles/connect-as.ts";
import { UsageError } from "../../values/errors.ts";
import { openReadSession, type ReadSession } from "./read-session.ts";
import { ResultStream } from "./result-stream.ts";
import { toQueryError } from "./to-query-error.ts";

const USUAL_TIMEOUT_MS = 30_000;

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
  /** Read from the database as they are taken. @throws UsageError, StoreUnavailable */
  readonly rows: AsyncIterable<readonly unknown[]>;
  /** A warning for the user: the statement did not run as a role of its own. */
  readonly warning: string | null;
}

/**
 * Runs one statement as the reader and lends its answer to `read`. Times are told in UTC. Nothing is ever committed: the
 * transaction ends with the connection.
 * @throws UsageError for a statement that does not work, gives no rows or would write, StoreUnavailable; what `read` throws
 */
export async function runReadOnly<Result>(
  home: RoleConnection,
  question: SqlQuery,
  read: (answer: QueryResult) => Promise<Result>,
): Promise<Result> {
  const { statement, contacts = false } = question;
  const session = await openReadSession(home, contacts ? "contacts" : "reader", statement).catch(
    (error: unknown) => {
      throw toQueryError(error, statement);
    },
  );
  const reading = new Reading(session, question);
  try {
    const rows = reading.rows();
    const first = await rows.next();
    if (reading.columns.length === 0)
      throw new UsageError("this gives no rows: write a SELECT, or name one of `sourcing queries`");
    const all = first.done === true ? none() : startWith(first.value, rows);
    return await read({ columns: reading.columns, rows: all, warning: session.warning });
  } finally {
    await reading.end();
    await session.close();
  }
}

/** One statement under way, which whoever asked or a wait that is too long can stop. */
class Reading {
  readonly #session: ReadSession;
  readonly #question: SqlQuery;
  readonly #stream: ResultStream;
  /** Why it was stopped. */
  #stopped: UsageError | null = null;
  #cancelled: Promise<void> = Promise.resolve();
  readonly #onAbort = () => this.#stop(new UsageError("the query was stopped"));

  constructor(session: ReadSession, question: SqlQuery) {
    this.#session = session;
    this.#question = question;
    const { statement, parameters = [], mostRows = null, signal } = question;
    this.#stream = session.client.query(new ResultStream({ statement, parameters, mostRows }));
    // Whoever takes the rows hears of it.
    this.#stream.on("error", () => {});
    signal?.addEventListener("abort", this.#onAbort);
    if (signal?.aborted) this.#onAbort();
  }

  get columns(): readonly string[] {
    return this.#stream.columns;
  }

  async *rows(): AsyncGenerator<Row, void, undefined> {
    const { statement, mostRows = null } = this.#question;
    let count = 0;
    try {
      for await (const row of this.#patiently()) {
        yield row;
        count += 1;
        if (count === mostRows) return;
      }
    } catch (error) {
      throw this.#stopped ?? toQueryError(error, statement);
    }
  }

  /** Only the database's time counts, not that of whoever takes the rows. */
  async *#patiently(): AsyncGenerator<Row, void, undefined> {
    const { timeoutMs = USUAL_TIMEOUT_MS } = this.#question;
    let waits = true;
    const timer = setTimeout(() => {
      if (waits) this.#stop(tookTooLong(timeoutMs));
    }, timeoutMs);
    try {
      for await (const row of this.#stream) {
        waits = false;
        yield row;
        waits = true;
        timer.refresh();
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #stop(reason: UsageError): void {
    if (this.#stopped !== null) return;
    this.#stopped = reason;
    // Where it cannot be cancelled its connection ends all the same.
    this.#cancelled = this.#session.cancel().catch(() => {});
    this.#stream.destroy(reason);
  }

  async end(): Promise<void> {
    this.#question.signal?.removeEventListener("abort", this.#onAbort);
    await this.#cancelled;
    this.#stream.destroy();
  }
}

function tookTooLong(timeoutMs: number): UsageError {
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
