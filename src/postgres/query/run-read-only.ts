import pg from "pg";
import type { QueryAnswer } from "../../app/people-store.ts";
import { StoreUnavailable, UsageError } from "../../domain/errors.ts";
import type { Database } from "../database.ts";
import { isReaderReady, prepareReader, READER, readerUrl } from "./reader.ts";
import { VALUE_TYPES } from "./value-types.ts";

const STATEMENT_TIMEOUT_MS = 5 * 60_000;
/** Read-only transaction, and privilege refused. */
const WRITES = new Set(["25006", "42501"]);
const WRONG_PASSWORD = "28P01";
const TIMED_OUT = "57014";
/** Classes of SQLSTATE that say nothing about the statement: connection, resources, shutdown, system. */
const NOT_OF_THE_STATEMENT = /^(?:08|53|57P|58)/;

/**
 * Runs one statement as the reader. The words of the database are passed on: whoever wrote the SQL needs them, and they
 * go nowhere else. Times are told in UTC.
 * @param url the database's address
 * @param secret what the reader's password is made of
 * @throws UsageError for a statement that does not work, gives no rows or would write, StoreUnavailable
 */
export async function runReadOnly(
  db: Database,
  url: string,
  secret: string,
  statement: string,
  parameters: readonly string[],
): Promise<QueryAnswer> {
  if (!(await isReaderReady(db))) await prepareReader(db, secret);
  const client = await connect(readerUrl(url, secret), () => prepareReader(db, secret));
  try {
    await client.query("begin read only; set local time zone 'UTC'");
    await checkWhoWeAre(client);
    return await ask(client, statement, parameters);
  } catch (error) {
    throw error instanceof UsageError ? error : toUsageError(error, statement);
  } finally {
    // Nothing is ever committed: the transaction ends with the connection.
    await client.end().catch(() => {});
  }
}

/** A pooler may log everybody in as one user. Being a query, this also makes read-only final: no SET undoes it. */
async function checkWhoWeAre(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ user: string }>("select session_user as user");
  if (rows[0]?.user === READER) return;
  throw new UsageError(
    `the database logs ${READER} in as somebody else, so that SQL could write: set DATABASE_DIRECT_URL to the address ` +
      "behind the pooler",
  );
}

async function ask(
  client: pg.Client,
  statement: string,
  parameters: readonly string[],
): Promise<QueryAnswer> {
  // The extended protocol takes one statement only, so that nothing can end the transaction and go on.
  const question = {
    text: statement,
    values: [...parameters],
    rowMode: "array" as const,
    queryMode: "extended",
    types: VALUE_TYPES,
  };
  const { fields, rows } = await client.query<unknown[]>(question);
  if (fields.length > 0) return { columns: fields.map(({ name }) => name), rows };
  throw new UsageError("this gives no rows: write a SELECT, or name one of `sourcing queries`");
}

/** Connects; where the password is not the right one any more, once again after `mend`. */
async function connect(url: string, mend: (() => Promise<void>) | null): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "sourcing query",
    statement_timeout: STATEMENT_TIMEOUT_MS,
    connectionTimeoutMillis: 10_000,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    const code = codeOf(error);
    if (code !== WRONG_PASSWORD || mend === null) {
      throw new StoreUnavailable(`the reader cannot connect to the database (${code ?? "no answer"})`);
    }
  }
  await mend();
  return connect(url, null);
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

function toUsageError(error: unknown, statement: string): Error {
  const code = error instanceof pg.DatabaseError ? (error.code ?? "") : "";
  if (!(error instanceof pg.DatabaseError) || NOT_OF_THE_STATEMENT.test(code))
    return new StoreUnavailable("the database went away during the query");
  // It may quote stored text, which must not move the cursor of a terminal.
  const message = error.message.replace(/\p{Cc}+/gu, " ");
  if (WRITES.has(code)) return new UsageError(`\`sourcing query\` only reads: ${message}`);
  if (code === TIMED_OUT)
    return new UsageError(`${message}; a query has ${STATEMENT_TIMEOUT_MS / 60_000} minutes`);
  const place = error.position === undefined ? "" : ` (${placeOf(statement, Number(error.position))})`;
  const hint = error.hint === undefined ? "" : `; ${error.hint}`;
  return new UsageError(`${message}${place}${hint}`);
}

/** @param position in characters, from 1; a character outside the basic plane is one of them */
function placeOf(statement: string, position: number): string {
  const before = [...statement]
    .slice(0, position - 1)
    .join("")
    .split("\n");
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}
