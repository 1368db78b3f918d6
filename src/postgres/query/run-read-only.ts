import pg from "pg";
import type { QueryAnswer } from "../../app/people-store.ts";
import { StoreUnavailable, UsageError } from "../../domain/errors.ts";
import type { Database } from "../database.ts";
import { isReaderReady, prepareReader, readerUrl } from "./reader.ts";

const STATEMENT_TIMEOUT_MS = 5 * 60_000;
/** Read-only transaction, and privilege refused. */
const WRITES = new Set(["25006", "42501"]);

/** A date is a day and not a moment somewhere; numbers of any size stay exact. */
const types = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === pg.types.builtins.DATE ? String : pg.types.getTypeParser(oid, format),
};
const WRONG_PASSWORD = "28P01";

/**
 * Runs one statement as the reader. The words of the database are passed on: whoever wrote the SQL needs them, and they
 * go nowhere else.
 * @param url the database's address
 * @param secret what the reader's password is made of
 * @throws UsageError for a statement that does not work or would write, StoreUnavailable
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
    await client.query("begin read only");
    // The extended protocol takes one statement only, so that nothing can end the transaction and go on.
    const question = {
      text: statement,
      values: [...parameters],
      rowMode: "array" as const,
      queryMode: "extended",
      types,
    };
    const { fields, rows } = await client.query<unknown[]>(question);
    return { columns: fields.map(({ name }) => name), rows };
  } catch (error) {
    throw toUsageError(error, statement);
  } finally {
    await client.end().catch(() => {});
  }
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
  if (!(error instanceof pg.DatabaseError))
    return new StoreUnavailable("the database went away during the query");
  if (WRITES.has(error.code ?? "")) return new UsageError(`\`sourcing query\` only reads: ${error.message}`);
  const line = error.position === undefined ? "" : ` (${placeOf(statement, Number(error.position))})`;
  const hint = error.hint === undefined ? "" : `; ${error.hint}`;
  return new UsageError(`${error.message}${line}${hint}`);
}

function placeOf(statement: string, position: number): string {
  const before = statement.slice(0, position - 1).split("\n");
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}
