import { sql } from "drizzle-orm";
import type pg from "pg";
import { StoreRefused } from "../values/errors.ts";
import type { Database, Transaction, TransactionOptions } from "./database.ts";
import { toStoreError } from "./sql-errors.ts";
import { makeCork } from "./statements/make-cork.ts";
import { makeSql } from "./statements/make-sql.ts";
import { BEGIN, settingsStatement } from "./statements/session-settings.ts";

/** Ends the transaction of a process that hangs, and frees its locks. A pooler would refuse it as a start-up option. */
const IDLE_TIMEOUT = { idle_in_transaction_session_timeout: "60s" };
/**
 * A plan of index scans is right whatever the parameters are, so it is made once for each connection. Plans with nothing but
 * disabled ways look dear to servers before 18, which would compile them.
 */
const INDEX_SCANS_ONLY = {
  ...{ enable_seqscan: "off", enable_hashjoin: "off", enable_mergejoin: "off" },
  ...{ plan_cache_mode: "force_generic_plan", jit: "off" },
};
const ASYNC_COMMIT = { synchronous_commit: "off" };
/**
 * Commits, then writes to the log and waits until the disk has all of it; a statement that writes nothing would not wait.
 * Both are one message, because a pooler hands the connection to another client after COMMIT: if this process died between two
 * messages, that client would receive the answer to the second.
 */
const COMMIT_THEN_FLUSH = "commit; select pg_logical_emit_message(true, '', '')";

/** SQLSTATEs: no statement has that name; one has it already; its answer has other columns since a migration. */
const NOT_PREPARED: ReadonlySet<string> = new Set(["26000", "42P05", "0A000"]);
/** The SQLSTATE of every statement after one that failed. */
const IN_FAILED_TRANSACTION = "25P02";

/**
 * Makes the `transaction` of a pool. A server behind a pooler may not know a prepared statement; from then on statements are
 * sent whole. Their names are hashes of their texts, so a pooler cannot confuse two of them.
 */
export function makeTransaction(pool: pg.Pool, schema: string): Database["transaction"] {
  let canPrepare = true;
  return async (work, options = {}) => {
    const isPrepared = canPrepare && options.prepared === true;
    try {
      return await runTransaction({ pool, schema }, work, options, isPrepared);
    } catch (error) {
      if (!(isPrepared && error instanceof StoreRefused && NOT_PREPARED.has(error.code))) throw error;
      canPrepare = false;
      return runTransaction({ pool, schema }, work, options, false);
    }
  };
}

/** Replaces drizzle's own `transaction`, which leaks the connection when BEGIN fails. */
async function runTransaction<Result>(
  { pool, schema }: Pick<Database, "pool" | "schema">,
  work: (tx: Transaction) => Promise<Result>,
  options: TransactionOptions,
  isPrepared: boolean,
): Promise<Result> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toStoreError(error);
  });
  const { tx, sendText, answers } = pipeline(client, isPrepared);
  let broken: Error | undefined;
  try {
    // BEGIN is never prepared: if the server did not know it, the statements after it would run outside of a transaction.
    sendText(BEGIN);
    tx.send(sql.raw(settingsStatement(schema, settingsOf(options))));
    const result = await work(tx);
    sendText(options.flushAfterCommit === true ? COMMIT_THEN_FLUSH : "commit");
    await Promise.all(answers);
    return result;
  } catch (error) {
    // A COMMIT may be under way. Nothing may be sent before its answer has come: see COMMIT_THEN_FLUSH.
    await Promise.allSettled(answers);
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    throw await findRootCause(toStoreError(error), answers);
  } finally {
    client.release(broken);
  }
}

function settingsOf({ prepared, flushAfterCommit }: TransactionOptions): Record<string, string> {
  return { ...IDLE_TIMEOUT, ...(prepared && INDEX_SCANS_ONLY), ...(flushAfterCommit && ASYNC_COMMIT) };
}

interface Pipeline {
  readonly tx: Transaction;
  /** Sends SQL without parameters, unprepared. */
  readonly sendText: (text: string) => void;
  /** The answers to everything that was sent, in order. */
  readonly answers: readonly Promise<unknown>[];
}

/** Sends statements on one connection without waiting for the answers of earlier ones. */
function pipeline(client: pg.PoolClient, isPrepared: boolean): Pipeline {
  const answers: Promise<unknown>[] = [];
  const statements = makeSql(client, isPrepared);
  const cork = makeCork(client);
  const send = <Answer>(query: () => Promise<Answer>): Promise<Answer> => {
    cork();
    const answer = query();
    // Avoids an unhandled rejection: every answer is awaited before the transaction ends.
    answer.catch(() => {});
    answers.push(answer);
    return answer;
  };
  const tx: Transaction = {
    rows: (schema, query) => send(() => statements.rows(schema, query)),
    row: (schema, query) => send(() => statements.row(schema, query)),
    execute: (query) => send(() => statements.execute(query)),
    send: (query) => void send(() => statements.execute(query)),
  };
  return { tx, sendText: (text) => void send(() => client.query(text)), answers };
}

/** If a statement only failed because an earlier one had, returns the error of the earlier one. */
async function findRootCause(error: Error, answers: readonly Promise<unknown>[]): Promise<Error> {
  if (!(error instanceof StoreRefused && error.code === IN_FAILED_TRANSACTION)) return error;
  const first = (await Promise.allSettled(answers)).find((answer) => answer.status === "rejected");
  return first === undefined ? error : toStoreError(first.reason);
}
