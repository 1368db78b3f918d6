import "../../queue/require-scram.ts";
import { createHash } from "node:crypto";
import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import pg from "pg";
import type { Sql } from "../database.ts";
import { toStoreError } from "../sql-errors.ts";

// Counts and ids stay far below 2^53. As text, `+` in JavaScript would concatenate them.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const dialect = new PgDialect({ casing: "snake_case" });

const { TIMESTAMPTZ, TIMESTAMP, DATE, INTERVAL } = pg.types.builtins;
/** Times stay as text, as Postgres writes them, to the microsecond. A schema that wants a `Date` converts it. */
const TIMES: ReadonlySet<number> = new Set([TIMESTAMPTZ, TIMESTAMP, DATE, INTERVAL]);
const types: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: "text" | "binary") =>
    TIMES.has(id) ? String : pg.types.getTypeParser(id, format as "text"),
};

/** Runs statements on a pool or on one connection. @param isPrepared prepares each statement once per connection */
export function makeSql(client: pg.Pool | pg.PoolClient | pg.Client, isPrepared = false): Sql {
  const run = async (query: SQL): Promise<pg.QueryResult> => {
    // The query is sent before the first await, so that statements keep the order of the calls.
    const { sql: text, params } = dialect.sqlToQuery(query);
    try {
      const name = isPrepared ? { name: statementName(text) } : {};
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
      if (first === undefined) throw new TypeError("a query that always returns a row returned none");
      return first;
    },
    execute: async (query) => (await run(query)).rowCount ?? 0,
  };
}

const names = new Map<string, string>();

/** The name of a prepared statement: the hash of its text. The cache stays small, since all texts are in our own code. */
function statementName(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = createHash("sha256").update(text).digest("hex").slice(0, 32);
  names.set(text, name);
  return name;
}
