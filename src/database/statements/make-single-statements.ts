import type pg from "pg";
import type { Sql } from "../database.ts";
import { toStoreError } from "../sql-errors.ts";
import { makeCork } from "./make-cork.ts";
import { makeSql } from "./make-sql.ts";
import { beginStatement } from "./session-settings.ts";

/**
 * Runs each statement on a pool in a transaction of its own, which fixes the settings that the statement relies on. BEGIN, the
 * statement and COMMIT leave together, so that they cost one round trip.
 */
export function makeSingleStatements(pool: pg.Pool, schema: string): Sql {
  const run = async <Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw toStoreError(error);
    });
    makeCork(client)();
    const begun = client.query(beginStatement(schema));
    const result = work(makeSql(client));
    const ended = client.query("commit");
    const answers = await Promise.allSettled([begun, result, ended]);
    // COMMIT succeeds after a failed statement too, so its failure means that the connection is of no more use.
    client.release(answers[2].status === "rejected");
    const failure = answers.find((answer) => answer.status === "rejected");
    if (failure !== undefined) throw toStoreError(failure.reason);
    return result;
  };
  return {
    rows: (schema, query) => run((sql) => sql.rows(schema, query)),
    row: (schema, query) => run((sql) => sql.row(schema, query)),
    execute: (query) => run((sql) => sql.execute(query)),
  };
}
